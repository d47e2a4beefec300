-- Storefronts that were edited: what visitors see now.
create table projected.storefront (
  manager text collate "C" primary key,
  version integer not null,
  published_ms bigint not null,
  published_by text not null,
  -- Whether the manager chose products; where not, all that the bank offers stand on it.
  chosen boolean not null,
  content jsonb not null
);

-- Products that managers chose, for "on how many storefronts does this stand".
create table projected.storefront_item (
  manager text collate "C" not null,
  product text collate "C" not null,
  place integer not null,
  primary key (manager, product)
);
create index storefront_item_product on projected.storefront_item (product, manager);

-- What visitors did, by day in China. `outlet` is where the manager worked at that time, '' where nobody knows;
-- `item` is a product, a campaign or an article, '' for none. Days of a manager who moved have a row per outlet.
create table projected.visit (
  day date not null,
  manager text collate "C" not null,
  outlet text collate "C" not null,
  channel text collate "C" not null,
  measure text collate "C" not null,
  item text collate "C" not null,
  n bigint not null,
  primary key (manager, day, outlet, channel, measure, item)
);
create index visit_outlet on projected.visit (outlet, day);
