-- SI Scolarité: the reference tables that BATCH_SYNCHRO_SISCOL keeps (admissions.md 3.10, 4.7). Codes that candidates use are never
-- deleted: what the source no longer has goes out of service.
create table admissions.siscol_code (
  code text not null check (length(code) between 1 and 50),
  sis_kind admissions.sis_kind not null,
  label text not null check (length(label) <= 500),
  short_label text check (length(short_label) <= 200),
  in_service boolean not null default true,
  -- When the source last had it, and when its row last changed.
  seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (code, sis_kind)
);

create table admissions.siscol_regime (like admissions.siscol_code including all);
create table admissions.siscol_status (like admissions.siscol_code including all);
create table admissions.siscol_exemption (like admissions.siscol_code including all);
create table admissions.siscol_bac (
  like admissions.siscol_code including all,
  valid_from text check (length(valid_from) <= 4),
  valid_to text check (length(valid_to) <= 4),
  ine_check boolean,
  ine_check_year text check (length(ine_check_year) <= 4)
);
create table admissions.siscol_bac_option (
  like admissions.siscol_code including all,
  valid_from text check (length(valid_from) <= 4),
  valid_to text check (length(valid_to) <= 4)
);
create table admissions.siscol_bac_speciality (
  like admissions.siscol_code including all,
  valid_from text check (length(valid_from) <= 4),
  valid_to text check (length(valid_to) <= 4)
);
create table admissions.siscol_mention (like admissions.siscol_code including all);
create table admissions.siscol_cge (like admissions.siscol_code including all);
create table admissions.siscol_dept (like admissions.siscol_code including all);
create table admissions.siscol_commune (like admissions.siscol_code including all);
create table admissions.siscol_birth_commune (
  like admissions.siscol_code including all,
  dept_code text,
  foreign key (dept_code, sis_kind) references admissions.siscol_dept
);
create table admissions.siscol_other_diploma (like admissions.siscol_code including all);
create table admissions.siscol_country (
  like admissions.siscol_code including all,
  nationality text check (length(nationality) <= 200)
);
create table admissions.siscol_establishment (
  like admissions.siscol_code including all,
  kind text check (length(kind) <= 50),
  web_label text check (length(web_label) <= 500),
  dept_code text,
  commune_code text,
  foreign key (dept_code, sis_kind) references admissions.siscol_dept,
  foreign key (commune_code, sis_kind) references admissions.siscol_commune
);
create table admissions.siscol_diploma_type (like admissions.siscol_code including all);
create table admissions.siscol_result_type (like admissions.siscol_code including all);
create table admissions.siscol_bac_mention (like admissions.siscol_code including all);
create table admissions.siscol_year (
  like admissions.siscol_code including all,
  -- O: open; I and others as the source has them.
  state char(1)
);
drop table admissions.siscol_code;

create table admissions.siscol_bac_option_link (
  bac_code text not null,
  option_code text not null,
  sis_kind admissions.sis_kind not null,
  in_service boolean not null default true,
  seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (bac_code, option_code, sis_kind),
  foreign key (bac_code, sis_kind) references admissions.siscol_bac,
  foreign key (option_code, sis_kind) references admissions.siscol_bac_option
);
create table admissions.siscol_bac_speciality_link (
  bac_code text not null,
  speciality_code text not null,
  sis_kind admissions.sis_kind not null,
  in_service boolean not null default true,
  seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (bac_code, speciality_code, sis_kind),
  foreign key (bac_code, sis_kind) references admissions.siscol_bac,
  foreign key (speciality_code, sis_kind) references admissions.siscol_bac_speciality
);
create table admissions.siscol_commune_postcode (
  commune_code text not null,
  postcode text not null check (length(postcode) <= 5),
  sis_kind admissions.sis_kind not null,
  in_service boolean not null default true,
  seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (commune_code, postcode, sis_kind),
  foreign key (commune_code, sis_kind) references admissions.siscol_commune
);
-- Users of the information system, by whose login a manager's centre is known; replaced whole at each synchronisation.
create table admissions.siscol_user (
  id bigint generated always as identity primary key,
  login text not null check (length(login) between 1 and 30),
  sis_kind admissions.sis_kind not null,
  mail text check (length(mail) <= 200),
  comment text check (length(comment) <= 200),
  cge_code text,
  seen_at timestamptz not null default now(),
  unique nulls not distinct (login, cge_code, sis_kind),
  foreign key (cge_code, sis_kind) references admissions.siscol_cge
);

-- The version that each information system last told of itself.
create table admissions.siscol_version (
  sis_kind admissions.sis_kind primary key,
  version text not null check (length(version) <= 100),
  at timestamptz not null
);

-- What the last synchronisation made of each table: the screen of reference tables reads it.
create table admissions.siscol_sync (
  table_name text not null,
  sis_kind admissions.sis_kind not null,
  run_id bigint,
  at timestamptz not null,
  outcome text not null check (outcome in ('merged', 'skipped', 'failed')),
  read int,
  inserted int,
  updated int,
  out_of_service int,
  rejected int,
  -- Why it was left alone, and the first rejected codes: [{code, cause}].
  cause text,
  rejects jsonb not null default '[]',
  -- The last time it was merged, whatever happened since.
  merged_at timestamptz,
  primary key (table_name, sis_kind)
);
