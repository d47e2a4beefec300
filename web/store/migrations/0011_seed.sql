-- Which generated organisations are complete, so that a second start adds nothing.
create table bank.seeded (
  name text primary key,
  at_ms bigint not null
);
