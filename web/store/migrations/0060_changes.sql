-- Who changed what of the bank's own rows, and when; written by the transaction that changes them.
create table bank.change (
  id bigint generated always as identity primary key,
  at_ms bigint not null,
  by text collate "C" not null,
  action text not null,
  subject text collate "C" not null,
  unit text collate "C" not null,
  before jsonb,
  after jsonb
);
create index change_newest on bank.change (at_ms, id);
create index change_unit on bank.change (unit, at_ms, id);
create index change_subject on bank.change (subject, at_ms, id);
create index change_by on bank.change (by, at_ms, id);
