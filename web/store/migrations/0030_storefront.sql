-- What a unit fixes or suggests for the storefronts below it.
create table bank.storefront_template (
  unit text collate "C" primary key references bank.unit (id),
  content jsonb not null,
  version integer not null,
  updated_ms bigint not null,
  updated_by text not null
);
