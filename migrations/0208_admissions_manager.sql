-- People of the back office of admissions, as the directory knows them (admissions.md 3.16, 4.8). Shown in searches; it opens and
-- closes no account of Nocturne.
create table admissions.person (
  login text primary key check (length(login) between 1 and 50),
  label text check (length(label) <= 255),
  mail text check (length(mail) <= 255),
  in_service boolean not null default true,
  -- What the last look at the directory made of it: found, absent, invalid.
  last_look text,
  last_look_at timestamptz,
  changed_at timestamptz not null default now(),
  version int not null default 0
);
-- A administrator, G manager of a centre, C of a commission, I internal, L limited.
create table admissions.person_profile (
  id bigint generated always as identity primary key,
  login text not null references admissions.person,
  kind char(1) not null check (kind in ('A', 'G', 'C', 'I', 'L')),
  centre_id bigint references admissions.centre,
  commission_id bigint references admissions.commission,
  sis_login text check (length(sis_login) <= 30),
  unique nulls not distinct (login, kind, centre_id, commission_id)
);

-- Written by the installer of a demonstration alone: without it BATCH_DEMO erases nothing (admissions.md 3.5).
create table admissions.demo_marker (
  only_row boolean primary key default true check (only_row),
  database_name text not null,
  installed_at timestamptz not null
);
