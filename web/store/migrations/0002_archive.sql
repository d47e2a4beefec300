-- How far each shard of the journal has come into rows; written with them in one transaction.
create table archive.feed (
  shard integer primary key,
  position bigint not null
);

-- Records of one actor that came in one page, oldest first: a JSON array, deflated. What a rebuild replays in the
-- order of `id`, once the journal has trimmed its own copy.
create table archive.record (
  id bigint generated always as identity primary key,
  shard integer not null,
  kind text collate "C" not null,
  key text collate "C" not null,
  -- Sequence number of the first record, and how many there are.
  seq bigint not null,
  count integer not null,
  -- Feed position of the last one.
  position bigint not null,
  from_ms double precision not null,
  to_ms double precision not null,
  body bytea not null
);
create unique index record_actor on archive.record (kind, key, seq);
create index record_time on archive.record (kind, to_ms);

-- One row while rows are rebuilt: what of archive.record was replayed, and where the archive ended then.
create table archive.rebuild (
  done bigint not null,
  until bigint not null
);

-- The folds that the rows were made with: when they change, rows are rebuilt.
create table archive.projection (
  name text primary key,
  version integer not null
);
