-- Tries by the name that was typed, known or not, so that a lock says nothing about who exists.
-- The name is kept as a digest: people type their password into the wrong field.
create table bank.sign_in_try (
  name_digest text collate "C" primary key,
  tries integer not null,
  last_ms bigint not null,
  locked_until_ms bigint
);
create index sign_in_try_last on bank.sign_in_try (last_ms);
alter table bank.staff drop column failures, drop column locked_until_ms;

create index session_revoked_at on bank.session (revoked_ms) where revoked_ms is not null;
