-- The list of campaigns, and every deed of theirs.
create table projected.campaign (
  id text collate "C" primary key,
  -- The list is newest first: instant of creation, then id.
  created_ms bigint not null,
  kind text not null,
  title text not null,
  product text not null,
  phase text not null,
  starts_ms bigint not null,
  ends_ms bigint not null,
  -- All that were ever on sale or will be.
  units bigint not null,
  price_fen bigint not null,
  author text collate "C" not null,
  -- Org unit of the author: data scope.
  unit text collate "C" not null,
  approved_by text,
  archived boolean not null,
  -- As last written by staff.
  spec jsonb not null
);
create index campaign_newest on projected.campaign (created_ms desc, id desc);
create index campaign_unit on projected.campaign (unit, created_ms desc, id desc);
create index campaign_phase on projected.campaign (phase, created_ms desc, id desc);
create index campaign_product on projected.campaign (product, starts_ms);

-- Columns as in bank.change: the change log shows both.
create table projected.campaign_change (
  subject text collate "C" not null,
  -- Sequence number of the record and place of the event in it.
  seq bigint not null,
  place integer not null,
  at_ms bigint not null,
  by text collate "C" not null,
  action text not null,
  unit text collate "C" not null,
  before jsonb,
  after jsonb,
  primary key (subject, seq, place)
);
create index campaign_change_newest on projected.campaign_change (at_ms, subject, seq);
create index campaign_change_unit on projected.campaign_change (unit, at_ms);
create index campaign_change_by on projected.campaign_change (by, at_ms);
