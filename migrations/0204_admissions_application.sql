-- Applications of candidates to formations, and the decisions taken on them.
create table admissions.application (
  id bigint generated always as identity primary key,
  sis_kind admissions.sis_kind not null,
  candidate_id bigint not null references admissions.candidate on delete cascade,
  formation_id bigint not null references admissions.formation,
  -- AD direct access, AC controlled access, AT waiting.
  treatment char(2) not null default 'AT' check (treatment in ('AD', 'AC', 'AT')),
  treatment_validated boolean not null default false,
  -- Of the dossier: AT awaited, RE received, IN incomplete, CO complete.
  status char(2) not null default 'AT' check (status in ('AT', 'RE', 'IN', 'CO')),
  cancelled_at timestamptz,
  -- The candidate's answer to a favourable decision; null: none yet.
  accepted boolean,
  answered_at timestamptz,
  -- The candidate's dossier number, a manager's login, or `autoDesist`.
  answered_by text check (length(answered_by) <= 50),
  check ((accepted is null) = (answered_at is null)),
  -- The confirmation deadline that the candidate was last reminded of (BATCH_RELANCE_FAVO).
  reminded_for date,
  -- Deadlines of this application alone, in place of its formation's.
  new_confirm_by date,
  new_return_by date,
  exemption_code text,
  amount numeric(12, 2),
  regime_code text,
  modified_by text not null default 'installation' check (length(modified_by) <= 50),
  modified_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  version int not null default 0,
  -- What the formation said when the campaign was archived: formations are edited for the new year right after.
  frozen_at timestamptz,
  frozen_analysis_on date,
  frozen_confirm_by date,
  frozen_confirm_days int,
  frozen_deposit_from date,
  frozen_deposit_to date,
  frozen_return_by date,
  frozen_publish_on date,
  frozen_jury_on date,
  foreign key (exemption_code, sis_kind) references admissions.siscol_exemption,
  foreign key (regime_code, sis_kind) references admissions.siscol_regime,
  unique (candidate_id, formation_id)
);
create index application_by_formation on admissions.application (formation_id);
-- Whom the nightly batches on decisions look at.
create index application_unanswered on admissions.application (id) where cancelled_at is null and accepted is null;

create table admissions.decision (
  id bigint generated always as identity primary key,
  application_id bigint not null references admissions.application on delete cascade,
  -- By which the system that took it knows it; null: taken here.
  reference text unique,
  type_id bigint not null references admissions.decision_type,
  validated boolean not null default false,
  validated_at timestamptz,
  check (validated = (validated_at is not null)),
  rank int,
  real_rank int,
  created_at timestamptz not null default now(),
  created_by text not null check (length(created_by) <= 50),
  validated_by text check (length(validated_by) <= 50),
  comment text check (length(comment) <= 1000)
);
-- The latest decision of an application is the one with the highest identifier.
create index decision_latest on admissions.decision (application_id, id desc);

-- What happened to a dossier, and by which batch: read on its page, gone with the account. Codes only.
create table admissions.dossier_event (
  id bigint generated always as identity primary key,
  account_id bigint not null references admissions.account on delete cascade,
  application_id bigint references admissions.application on delete cascade,
  at timestamptz not null,
  -- A batch code, a login, or `candidate`.
  author text not null,
  run_id bigint,
  event text not null check (length(event) <= 60),
  detail jsonb not null default '{}'
);
create index dossier_event_by_account on admissions.dossier_event (account_id, id desc);
create index dossier_event_by_application on admissions.dossier_event (application_id) where application_id is not null;
create index dossier_event_by_run on admissions.dossier_event (run_id) where run_id is not null;
