-- What a unit offers as coupons. A coupon that is given copies what stands here at that time.
create table bank.coupon_template (
  id text collate "C" primary key,
  unit text collate "C" not null references bank.unit (id),
  title text not null,
  amount_fen bigint not null check (amount_fen > 0),
  minimum_fen bigint not null check (minimum_fen >= 0),
  -- Dates, or days after it is given.
  valid_from_ms bigint,
  valid_until_ms bigint,
  valid_days integer,
  -- Units whose outlets redeem it; empty: all below `unit`.
  units text[] not null,
  note text not null,
  is_on boolean not null,
  version integer not null default 1,
  created_ms bigint not null,
  updated_ms bigint not null,
  updated_by text not null,
  check ((valid_days is null) <> (valid_from_ms is null or valid_until_ms is null)),
  check (valid_from_ms is null or valid_until_ms > valid_from_ms)
);
create index coupon_template_unit on bank.coupon_template (unit, created_ms desc, id desc);
