-- Forms filled in LimeSurvey, and their answers (admissions.md 3.11, 4.6).
create table admissions.form (
  id bigint generated always as identity primary key,
  survey_id int not null unique check (survey_id > 0),
  code text not null unique check (length(code) between 1 and 20),
  label text not null,
  url text,
  shared boolean not null default false,
  conditional boolean not null default false,
  in_service boolean not null default true,
  centre_id bigint references admissions.centre,
  -- What the last synchronisation made of it: {received, inserted, updated, unchanged, rejected: {…}} or a cause.
  last_sync jsonb,
  last_sync_at timestamptz,
  last_full_at timestamptz,
  changed_at timestamptz not null default now(),
  version int not null default 0
);
create table admissions.formation_form (
  formation_id bigint not null references admissions.formation on delete cascade,
  form_id bigint not null references admissions.form,
  primary key (formation_id, form_id)
);
create table admissions.form_not_concerned (
  form_id bigint not null references admissions.form,
  application_id bigint not null references admissions.application on delete cascade,
  by text not null,
  at timestamptz not null,
  primary key (form_id, application_id)
);
create table admissions.form_answer_candidate (
  candidate_id bigint not null references admissions.candidate on delete cascade,
  survey_id int not null,
  response_id int not null,
  submitted_at timestamptz,
  -- [[question code, value], …] in the order of the survey.
  answers jsonb not null,
  raw_hash text not null,
  received_at timestamptz not null,
  primary key (candidate_id, survey_id)
);
create table admissions.form_answer_application (
  application_id bigint not null references admissions.application on delete cascade,
  survey_id int not null,
  response_id int not null,
  submitted_at timestamptz,
  answers jsonb not null,
  raw_hash text not null,
  received_at timestamptz not null,
  primary key (application_id, survey_id)
);
