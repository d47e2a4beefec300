-- Units, staff, where staff worked when, and their sessions.
-- Ids of units are paths in byte order, so that a unit and all below it are one range of an index.
create schema if not exists bank;

create table bank.unit (
  id text collate "C" primary key check (id ~ '^[a-z0-9]{1,16}(\.[a-z0-9]{1,16}){0,2}$'),
  parent text collate "C" references bank.unit (id),
  kind text not null check (kind in ('province', 'bank', 'outlet')),
  name text collate "C" not null check (name <> ''),
  short text not null default '',
  city text not null default '',
  address text not null default '',
  phone text not null default '',
  hours text not null default '',
  lon double precision check (lon between -180 and 180),
  lat double precision check (lat between -90 and 90),
  opened_ms bigint not null,
  closed_ms bigint,
  version integer not null default 1,
  check ((lon is null) = (lat is null)),
  -- An id contains its parent's, so no cycle can be written.
  check (
    case kind
      when 'province' then parent is null and position('.' in id) = 0
      else parent is not null and id ~ '\.' and starts_with(id, parent || '.')
        and position('.' in substr(id, length(parent) + 2)) = 0
    end
  )
);
create unique index unit_siblings on bank.unit (parent, name) where closed_ms is null;
create index unit_children on bank.unit (parent, id);
create index unit_kind on bank.unit (kind, id);

create table bank.staff (
  id text collate "C" primary key check (id ~ '^[A-Za-z0-9_-]{1,64}$'),
  username text collate "C" unique,
  name text collate "C" not null check (name <> ''),
  role text not null check (role in ('manager', 'outlet', 'bank', 'province', 'sre')),
  unit text collate "C" not null references bank.unit (id),
  title text not null default '',
  phone text collate "C",
  employee_no text collate "C" unique,
  wechat text,
  photo text,
  password text,
  failures integer not null default 0,
  locked_until_ms bigint,
  signed_in_ms bigint,
  joined_ms bigint not null,
  left_ms bigint,
  -- Whoever follows one who left; one step leads to the present one.
  successor text collate "C" references bank.staff (id) check (successor <> id),
  version integer not null default 1
);
create index staff_unit on bank.staff (unit, id);
create index staff_unit_role on bank.staff (unit, role, id) where left_ms is null;
create index staff_role on bank.staff (role, unit, id);
-- Search: a name from its first, second and third character on, a number from its beginning or its last four.
create index staff_name on bank.staff (name);
create index staff_name_2 on bank.staff (substr(name, 2));
create index staff_name_3 on bank.staff (substr(name, 3));
create index staff_phone on bank.staff (phone);
create index staff_phone_tail on bank.staff (right(phone, 4));
create index staff_successor on bank.staff (successor) where successor is not null;

-- Only ever appended to, but for the end of the present row: history stays where it happened.
create table bank.assignment (
  staff_id text collate "C" not null references bank.staff (id),
  unit text collate "C" not null references bank.unit (id),
  from_ms bigint not null,
  to_ms bigint check (to_ms >= from_ms),
  primary key (staff_id, from_ms)
);
create unique index assignment_present on bank.assignment (staff_id) where to_ms is null;
create index assignment_unit on bank.assignment (unit);

create table bank.session (
  id text collate "C" primary key,
  staff text collate "C" not null references bank.staff (id),
  created_ms bigint not null,
  last_seen_ms bigint not null,
  expires_ms bigint not null,
  revoked_ms bigint,
  agent text not null default '',
  address text not null default ''
);
create index session_staff on bank.session (staff, created_ms);
create index session_revoked on bank.session (expires_ms) where revoked_ms is not null;
