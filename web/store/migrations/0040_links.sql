-- Short links. A code never changes and is never taken back: it is printed on paper.
create table bank.link (
  code text collate "C" primary key check (code ~ '^[2-9a-hjkmnp-z]{9}$'),
  manager text collate "C" not null references bank.staff (id),
  channel text collate "C" not null check (channel <> ''),
  -- {"kind": "storefront"}, {"kind": "campaign", "id": …}, …
  target jsonb not null,
  label text not null default '',
  -- The manager's one permanent code.
  printed boolean not null default false,
  -- Made for a poster: one for each manager, channel and target.
  poster boolean not null default false,
  created_ms bigint not null,
  created_by text not null,
  version integer not null default 1
);
create unique index link_printed on bank.link (manager) where printed;
create unique index link_poster on bank.link (manager, channel, target) where poster;
create index link_manager on bank.link (manager, printed desc, created_ms desc, code desc);
