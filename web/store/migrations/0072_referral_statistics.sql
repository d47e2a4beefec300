-- What referral campaigns add to the figures of managers and units.
alter table projected.daily
  add column joins bigint not null default 0,
  add column qualified bigint not null default 0,
  add column rewarded bigint not null default 0,
  add column referred_ms bigint not null default 0;
alter table projected.unit_daily
  add column joins bigint not null default 0,
  add column qualified bigint not null default 0,
  add column rewarded bigint not null default 0;
