-- Participants of referral campaigns, their rewards, who waits for review, and figures by day.
-- '' stands for none: no manager and no unit is 未归属.
create table projected.referral_participant (
  campaign text collate "C" not null,
  cell integer not null,
  n integer not null,
  customer text collate "C" not null,
  mask text,
  inviter_cell integer,
  inviter_n integer,
  level integer not null,
  -- Who is credited, and where that one worked when this one joined.
  manager text collate "C" not null,
  unit text collate "C" not null,
  channel text collate "C" not null,
  joined_ms bigint not null,
  qualified_ms bigint,
  qualified_by text,
  -- Id of the event, which may be taken back.
  qualified_event text,
  removed boolean not null default false,
  primary key (campaign, cell, n)
);
create index referral_participant_invitees
  on projected.referral_participant (campaign, inviter_cell, inviter_n)
  where inviter_cell is not null;

create table projected.referral_reward (
  campaign text collate "C" not null,
  cell integer not null,
  r integer not null,
  -- Whose reward it is: a participant of the same cell.
  n integer not null,
  "for" text collate "C" not null,
  kind text collate "C" not null,
  ref text not null,
  amount bigint not null,
  fen bigint not null,
  state text collate "C" not null,
  reason text collate "C",
  flags jsonb not null,
  invitee_cell integer,
  invitee_n integer,
  invitee_mask text,
  tier integer,
  events jsonb not null,
  rules integer not null,
  -- The manager whose outlet is credited, and where that one worked when the reward began.
  manager text collate "C" not null,
  unit text collate "C" not null,
  -- How the one came whom it is paid for. Null until it is paid and that one's row is there.
  channel text collate "C",
  created_ms bigint not null,
  due_ms bigint,
  paid_ms bigint,
  clawed_ms bigint,
  by_staff text collate "C",
  note text,
  primary key (campaign, cell, r)
);
create index referral_reward_newest
  on projected.referral_reward (campaign, created_ms, cell, r);
create index referral_reward_state
  on projected.referral_reward (campaign, state, created_ms, cell, r);
create index referral_reward_participant on projected.referral_reward (campaign, cell, n);
create index referral_reward_invitee
  on projected.referral_reward (campaign, invitee_cell, invitee_n)
  where state = 'flagged';
-- Paid for one whose row has not come yet: empty but for moments.
create index referral_reward_waiting
  on projected.referral_reward (campaign, invitee_cell, invitee_n)
  where channel is null and paid_ms is not null;

-- Participants whose flags nobody has decided about.
create table projected.referral_review (
  campaign text collate "C" not null,
  cell integer not null,
  n integer not null,
  flags jsonb not null,
  others jsonb not null,
  flagged_ms bigint not null,
  note text,
  primary key (campaign, cell, n)
);
create index referral_review_oldest
  on projected.referral_review (campaign, flagged_ms, cell, n);

-- The funnel by day, unit as of the event, manager and channel: every level is a sum of it.
create table projected.referral_daily (
  campaign text collate "C" not null,
  unit text collate "C" not null,
  manager text collate "C" not null,
  day date not null,
  channel text collate "C" not null,
  bank text collate "C" not null,
  clicks bigint not null default 0,
  visits bigint not null default 0,
  participants bigint not null default 0,
  invited bigint not null default 0,
  qualified bigint not null default 0,
  rewarded bigint not null default 0,
  rewards bigint not null default 0,
  paid_fen bigint not null default 0,
  clawed_fen bigint not null default 0,
  primary key (campaign, unit, manager, day, channel)
);
