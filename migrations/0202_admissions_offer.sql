-- What may be applied for: centres, commissions, formations, and the types of decisions.
create table admissions.mail_template (
  code text primary key check (length(code) between 1 and 30),
  label text not null,
  subject_fr text not null,
  body_fr text not null,
  -- Null: candidates of other languages get the French one.
  subject_en text,
  body_en text,
  in_service boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_by text not null default 'installation',
  version int not null default 0
);

create table admissions.centre (
  id bigint generated always as identity primary key,
  code text not null unique check (length(code) between 1 and 20),
  label text not null,
  bcc_mails text[] not null default '{}',
  in_service boolean not null default true,
  changed_at timestamptz not null default now(),
  version int not null default 0
);

create table admissions.commission (
  id bigint generated always as identity primary key,
  centre_id bigint not null references admissions.centre,
  code text not null unique check (length(code) between 1 and 50),
  label text not null,
  alert_mails text[] not null default '{}',
  -- Whether the commission is mailed when a candidate withdraws, when somebody of the waiting list is promoted.
  alert_withdrawal boolean not null default false,
  alert_main_list boolean not null default false,
  -- Whether decision mails carry a PDF letter.
  mail_letter boolean not null default false,
  in_service boolean not null default true,
  changed_at timestamptz not null default now(),
  version int not null default 0
);

-- FA favourable, DE unfavourable, LC waiting list, LA waiting, PR preselection.
create domain admissions.opinion_kind as char(2) check (value in ('FA', 'DE', 'LC', 'LA', 'PR'));

create table admissions.decision_type (
  id bigint generated always as identity primary key,
  code text not null unique check (length(code) between 1 and 20),
  label text not null,
  kind admissions.opinion_kind not null,
  -- A confirmed application of this type is poured into the information system.
  pours_opi boolean not null default false,
  final boolean not null default true,
  in_service boolean not null default true,
  mail_code text references admissions.mail_template,
  changed_at timestamptz not null default now(),
  version int not null default 0
);

create table admissions.formation (
  id bigint generated always as identity primary key,
  sis_kind admissions.sis_kind not null,
  code text not null unique check (length(code) between 1 and 50),
  label text not null check (length(label) <= 500),
  commission_id bigint not null references admissions.commission,
  in_service boolean not null default true,
  waiting_list boolean not null default false,
  -- Whether its dossiers' attachments are sent on line.
  demat boolean not null default true,
  -- What Apogée calls it: stage (COD_ETP) and version (COD_VRS_VET), diploma, management centre (COD_CGE).
  stage_code text,
  stage_version text check (stage_version ~ '^\d{1,3}$'),
  diploma_code text,
  diploma_version text,
  cge_code text,
  -- What Pégase calls it.
  pegase_code text,
  -- The eight dates that BATCH_ARCHIVAGE freezes into applications (admissions.md 3.3).
  analysis_on date,
  confirm_by date,
  confirm_days int check (confirm_days between 0 and 365),
  deposit_from date,
  deposit_to date,
  return_by date,
  publish_on date,
  jury_on date,
  -- Of whoever is promoted from the waiting list.
  confirm_by_wl date,
  confirm_days_wl int check (confirm_days_wl between 0 and 365),
  -- The decision given to whoever is promoted.
  favourable_type_id bigint references admissions.decision_type,
  changed_at timestamptz not null default now(),
  version int not null default 0
);
create index formation_by_commission on admissions.formation (commission_id);
