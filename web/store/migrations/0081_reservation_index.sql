-- A customer has few reservations: they are sorted when they are read, and a rush writes less.
drop index projected.reservation_customer;
create index reservation_customer on projected.reservation (customer);
