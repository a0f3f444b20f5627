-- The reference of vaccines and what students received. A vaccine is never deleted: past vaccinations point to it.
create table vaccine (
  id bigint generated always as identity primary key,
  source text not null,
  external_id text not null,
  name text not null,
  short_description text,
  ucd_code text,
  cip_codes text[] not null default '{}',
  alternative_names text[] not null default '{}',
  marketed_from date,
  marketed_until date,
  french boolean,
  -- [{"id": …, "name": …}]
  valences jsonb not null default '[]',
  diseases jsonb not null default '[]',
  active boolean not null default true,
  -- Names of the columns that the service edited: an import leaves them.
  local_fields text[] not null default '{}',
  -- What the source says, by the names of the columns: what a local edit goes back to. And its hash.
  from_source jsonb not null,
  content_hash text not null,
  -- Whether the last complete list named it.
  listed boolean not null default true,
  last_run_id bigint,
  changed_at timestamptz not null default now(),
  version int not null default 0,
  unique (source, external_id)
);
create index vaccine_by_name on vaccine (lower(name), id);

create table vaccination (
  id bigint generated always as identity primary key,
  reference text unique,
  student_id bigint not null references student,
  vaccine_id bigint not null references vaccine,
  given_on date,
  batch_number text,
  booster boolean,
  entered_by text,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  version int not null default 0
);
create index vaccination_by_student on vaccination (student_id);
create index vaccination_by_vaccine on vaccination (vaccine_id);
