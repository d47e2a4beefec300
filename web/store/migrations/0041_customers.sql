-- How a customer is reached: what staff enter, apart from the log, so that it can be erased.
create table bank.customer_contact (
  customer text collate "C" primary key,
  phone text collate "C" not null unique,
  created_ms bigint not null
);
create index customer_contact_tail on bank.customer_contact (right(phone, 4));

-- What the bank knows of customers, from their own records.
create table projected.customer (
  id text collate "C" primary key,
  name text,
  since date,
  is_new boolean not null,
  manager text collate "C",
  -- As of the binding; null: of no unit.
  outlet text collate "C",
  bank text collate "C",
  version integer not null,
  updated_ms bigint not null
);
-- Lists come by whoever sees them, the latest change first.
create index customer_latest on projected.customer (updated_ms desc, id desc);
create index customer_manager on projected.customer (manager, updated_ms desc, id desc);
create index customer_outlet on projected.customer (outlet, updated_ms desc, id desc);
create index customer_bank on projected.customer (bank, updated_ms desc, id desc);
create index customer_name on projected.customer (name collate "C");
-- Who is bound: read once at a start.
create index customer_bound on projected.customer (id) where manager is not null;

create table projected.customer_tag (
  customer text collate "C" not null,
  tag text collate "C" not null,
  source text not null,
  by_staff text not null,
  at_ms bigint not null,
  until_ms bigint,
  primary key (customer, tag)
);
create index customer_tag_tag on projected.customer_tag (tag, customer);
