-- Figures by day, the unit as of the event, manager and sale: one fold of the log, and every level is a sum of it.
-- '' stands for none: no manager and no unit is 未归属, no campaign is the storefront.
create table projected.daily (
  day date not null,
  unit text collate "C" not null,
  -- The unit's member bank: its first two parts.
  bank text collate "C" not null,
  manager text collate "C" not null,
  campaign text collate "C" not null,
  visitors bigint not null default 0,
  new_visitors bigint not null default 0,
  new_customers bigint not null default 0,
  scans bigint not null default 0,
  leads bigint not null default 0,
  visits bigint not null default 0,
  clicks bigint not null default 0,
  shares bigint not null default 0,
  grabs bigint not null default 0,
  grabbed_units bigint not null default 0,
  lapsed bigint not null default 0,
  lapsed_units bigint not null default 0,
  orders bigint not null default 0,
  units bigint not null default 0,
  fen bigint not null default 0,
  returns bigint not null default 0,
  returned_units bigint not null default 0,
  returned_fen bigint not null default 0,
  -- When figures of these sorts last moved: the tie-break of leaderboards.
  counted_ms bigint not null default 0,
  grabbed_ms bigint not null default 0,
  confirmed_ms bigint not null default 0,
  returned_ms bigint not null default 0,
  primary key (unit, day, manager, campaign)
);
create index daily_day on projected.daily (day);
create index daily_manager on projected.daily (manager, day);
create index daily_campaign on projected.daily (campaign, unit) where campaign <> '';

-- The same without managers, for the levels above them: a province reads a ninth of the rows.
create table projected.unit_daily (
  day date not null,
  unit text collate "C" not null,
  bank text collate "C" not null,
  campaign text collate "C" not null,
  visitors bigint not null default 0,
  new_visitors bigint not null default 0,
  new_customers bigint not null default 0,
  scans bigint not null default 0,
  leads bigint not null default 0,
  visits bigint not null default 0,
  clicks bigint not null default 0,
  shares bigint not null default 0,
  grabs bigint not null default 0,
  grabbed_units bigint not null default 0,
  lapsed bigint not null default 0,
  lapsed_units bigint not null default 0,
  orders bigint not null default 0,
  units bigint not null default 0,
  fen bigint not null default 0,
  returns bigint not null default 0,
  returned_units bigint not null default 0,
  returned_fen bigint not null default 0,
  primary key (unit, day, campaign)
);
create index unit_daily_day on projected.unit_daily (day);
create index unit_daily_bank on projected.unit_daily (bank, day);
create index unit_daily_campaign on projected.unit_daily (campaign, unit) where campaign <> '';

-- How a sale went, second by second.
create table projected.sale_second (
  campaign text collate "C" not null,
  at_s bigint not null,
  grabs bigint not null default 0,
  lapsed bigint not null default 0,
  orders bigint not null default 0,
  units bigint not null default 0,
  primary key (campaign, at_s)
);

create table projected.sale_course (
  campaign text collate "C" primary key,
  -- Whose sale it is.
  unit text collate "C" not null,
  opened_ms bigint,
  ended_ms bigint,
  sold_out_ms bigint
);
create index sale_course_unit on projected.sale_course (unit);

-- What later events of a cell do not repeat: its price, and who brought which reservation. Reservations without a
-- manager have no row, so a rush costs nothing here.
create table projected.stock_cell (
  actor text collate "C" primary key,
  price_fen bigint not null,
  credits bigint not null
);
create table projected.credit (
  actor text collate "C" not null,
  n bigint not null,
  manager text collate "C" not null,
  units bigint not null,
  primary key (actor, n)
);

-- The first credited grab of each customer: the earliest wins, in whatever order shards are read.
create table projected.first_grab (
  customer text collate "C" primary key,
  at_ms bigint not null,
  reservation text collate "C" not null,
  day date not null,
  unit text collate "C" not null,
  manager text collate "C" not null,
  campaign text collate "C" not null
);
