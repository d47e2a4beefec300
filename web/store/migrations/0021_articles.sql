-- Pictures, named by their bytes: one name never has other bytes.
create table bank.media (
  id text collate "C" primary key,
  unit text collate "C" not null,
  content_type text not null check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
  width integer not null,
  height integer not null,
  bytes bytea not null,
  at_ms bigint not null,
  by_staff text collate "C" not null
);
create index media_unit on bank.media (unit);

-- News of a unit, for itself and all below.
create table bank.article (
  id text collate "C" primary key,
  unit text collate "C" not null,
  title text not null,
  title_en text not null,
  summary text not null,
  summary_en text not null,
  cover text collate "C" references bank.media (id),
  blocks jsonb not null,
  tags jsonb not null,
  status text not null check (status in ('draft', 'published', 'withdrawn')),
  valid_from_ms bigint,
  valid_to_ms bigint,
  published_at_ms bigint,
  version integer not null,
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  updated_by text collate "C" not null
);
create index article_newest on bank.article (created_at_ms desc, id desc);
create index article_unit on bank.article (unit, created_at_ms desc, id desc);
