create schema if not exists bank;

-- Products of the province. What is looked for has a column, the rest of what staff write is `content`.
create table bank.product (
  id text collate "C" primary key,
  category text not null,
  name text not null,
  name_en text not null,
  summary text not null,
  summary_en text not null,
  content jsonb not null,
  status text not null check (status in ('draft', 'published', 'withdrawn')),
  valid_from_ms bigint,
  valid_to_ms bigint,
  position integer not null,
  version integer not null,
  updated_at_ms bigint not null,
  updated_by text collate "C" not null
);
create unique index product_name on bank.product (name);
create index product_order on bank.product (position, id);
create index product_category on bank.product (category, position, id);

-- What a member bank decided about a product; without a row it offers it.
create table bank.product_switch (
  unit text collate "C" not null,
  product text collate "C" not null references bank.product (id),
  is_on boolean not null,
  at_ms bigint not null,
  by_staff text collate "C" not null,
  primary key (unit, product)
);
