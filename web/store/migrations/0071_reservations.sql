-- Every reservation by customer: the customer's own list over all sales.
create table projected.reservation (
  campaign text collate "C" not null,
  cell integer not null,
  n integer not null,
  id text collate "C" not null,
  customer text collate "C" not null,
  units integer not null,
  made_ms bigint not null,
  state text collate "C" not null,
  refund_fen bigint,
  -- What was used to pay: id and discount.
  coupon jsonb,
  primary key (campaign, cell, n)
);
create index reservation_customer
  on projected.reservation (customer, made_ms, campaign, cell, n);

-- What reservations of one cell have in common.
create table projected.reservation_cell (
  campaign text collate "C" not null,
  cell integer not null,
  price_fen bigint not null,
  hold_ms bigint not null,
  primary key (campaign, cell)
);
