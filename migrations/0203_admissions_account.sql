-- Accounts of candidates, and who they are. Everything of a person hangs from the account, and goes with it.
create table admissions.dossier_number (
  dossier_no text primary key check (dossier_no ~ '^[A-Z0-9]{8}$'),
  campaign_code text not null,
  given_at timestamptz not null default now(),
  -- Its account is gone; the number is never given again.
  released_at timestamptz
);

create table admissions.account (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references admissions.campaign,
  dossier_no text not null unique references admissions.dossier_number,
  last_name text not null check (length(last_name) <= 100),
  first_name text not null check (length(first_name) <= 100),
  mail text not null check (length(mail) <= 100),
  -- Of a student of the establishment.
  login text check (length(login) <= 30),
  student_no text check (length(student_no) <= 30),
  -- Argon2id; null: signs in nowhere yet.
  password_hash text,
  validated boolean not null default false,
  -- An account that nobody validated by then is removed by BATCH_NETTOYAGE_CPT.
  valid_until timestamptz not null,
  -- Hash of the key in the validation link, and until when it serves.
  validation_key_hash bytea unique,
  validation_key_until timestamptz,
  check ((validation_key_hash is null) = (validation_key_until is null)),
  -- The mail server refused this address for good.
  mail_refused_at timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  version int not null default 0
);
create index account_by_campaign on admissions.account (campaign_id, id);
create index account_unvalidated on admissions.account (valid_until) where not validated;
create index account_by_name on admissions.account (campaign_id, lower(last_name), id);

-- A candidate's session in the candidates' space.
create table admissions.candidate_session (
  id bigint generated always as identity primary key,
  account_id bigint not null references admissions.account on delete cascade,
  secret_hash bytea not null unique,
  created_at timestamptz not null,
  seen_at timestamptz not null
);
create index candidate_session_by_account on admissions.candidate_session (account_id);

create table admissions.candidate (
  id bigint generated always as identity primary key,
  account_id bigint not null unique references admissions.account on delete cascade,
  sis_kind admissions.sis_kind not null,
  civility text check (civility in ('M.', 'Mme')),
  sex text check (sex in ('M', 'F')),
  birth_name text not null check (length(birth_name) <= 100),
  usual_name text check (length(usual_name) <= 100),
  first_name text not null check (length(first_name) <= 100),
  other_first_name text check (length(other_first_name) <= 100),
  born_on date not null,
  birth_country text,
  birth_dept text,
  birth_commune text,
  birth_city text check (length(birth_city) <= 100),
  nationality text,
  ine text check (length(ine) <= 10),
  ine_key text check (length(ine_key) <= 2),
  phone text check (length(phone) <= 20),
  mobile text check (length(mobile) <= 20),
  language text not null default 'fr',
  regime_code text,
  status_code text,
  address_line1 text check (length(address_line1) <= 38),
  address_line2 text check (length(address_line2) <= 38),
  address_line3 text check (length(address_line3) <= 38),
  postcode text check (length(postcode) <= 10),
  commune_code text,
  foreign_city text check (length(foreign_city) <= 100),
  country_code text,
  changed_at timestamptz not null default now(),
  foreign key (birth_country, sis_kind) references admissions.siscol_country,
  foreign key (nationality, sis_kind) references admissions.siscol_country,
  foreign key (country_code, sis_kind) references admissions.siscol_country,
  foreign key (birth_dept, sis_kind) references admissions.siscol_dept,
  foreign key (commune_code, sis_kind) references admissions.siscol_commune,
  foreign key (regime_code, sis_kind) references admissions.siscol_regime,
  foreign key (status_code, sis_kind) references admissions.siscol_status
);

create table admissions.candidate_bac (
  candidate_id bigint primary key references admissions.candidate on delete cascade,
  sis_kind admissions.sis_kind not null,
  bac_code text not null,
  -- Later than the current year: nothing is poured (admissions.md 3.4).
  year smallint,
  dept_code text,
  commune_code text,
  establishment_code text,
  mention_code text,
  specialities text[] not null default '{}' check (cardinality(specialities) <= 3),
  options text[] not null default '{}' check (cardinality(options) <= 4),
  foreign key (bac_code, sis_kind) references admissions.siscol_bac,
  foreign key (dept_code, sis_kind) references admissions.siscol_dept,
  foreign key (commune_code, sis_kind) references admissions.siscol_commune,
  foreign key (establishment_code, sis_kind) references admissions.siscol_establishment,
  foreign key (mention_code, sis_kind) references admissions.siscol_bac_mention
);

-- Curricula, internships, jobs: batches only delete them, with the account.
create table admissions.candidate_history (
  id bigint generated always as identity primary key,
  candidate_id bigint not null references admissions.candidate on delete cascade,
  kind text not null check (kind in ('post-bac', 'internal', 'professional', 'internship')),
  data jsonb not null
);
create index candidate_history_by_candidate on admissions.candidate_history (candidate_id);
