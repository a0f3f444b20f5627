-- The admissions office: campaigns (one admission year each). Its tables stand in a schema of their own.
create schema admissions;

-- `sis_kind`: the student information system that a campaign pours into: A Apogée, P Pégase, D none (admissions.md 3.0).
create domain admissions.sis_kind as char(1) check (value in ('A', 'P', 'D'));

-- A campaign is asked to open (`activation_asked`), opened by BATCH_ARCHIVAGE (`activated_at`), which archives the one before,
-- and destroyed by BATCH_DESTRUCT_DOSSIER, which leaves its row (admissions.md 3.3, 3.6).
create table admissions.campaign (
  id bigint generated always as identity primary key,
  sis_kind admissions.sis_kind not null,
  -- One path element of the file store: nothing that means another folder.
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$'),
  label text not null check (length(label) between 1 and 50),
  start_on date not null,
  end_on date not null,
  -- Until when candidates may apply; null: until the end.
  candidate_end_on date,
  in_service boolean not null default false,
  activation_asked timestamptz,
  activated_at timestamptz,
  archived_at timestamptz,
  destroyed_at timestamptz,
  -- The campaign that activating this one archives.
  archives_id bigint references admissions.campaign,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_by text not null default 'installation',
  version int not null default 0,
  unique (code, sis_kind),
  check (end_on >= start_on),
  check (archived_at is null or not in_service),
  check (destroyed_at is null or archived_at is not null),
  check (archives_id <> id)
);
-- One campaign in service for each system, whoever activates.
create unique index campaign_in_service on admissions.campaign (sis_kind)
  where in_service and archived_at is null;
-- One campaign may wait to be activated at a time.
create unique index campaign_waiting on admissions.campaign (sis_kind)
  where activation_asked is not null and activated_at is null;

-- Proof of each destruction: counts, no names (admissions.md 3.6). Kept five years.
create table admissions.destruction_report (
  id bigint generated always as identity primary key,
  campaign_id bigint not null unique references admissions.campaign,
  campaign_code text not null,
  archived_at timestamptz not null,
  retention_days int not null,
  started_at timestamptz not null,
  -- Null: under way; a run after a crash goes on with it.
  completed_at timestamptz,
  run_ids bigint[] not null default '{}',
  asked_by text,
  -- What was destroyed so far, by name: accounts, applications, files…
  counts jsonb not null default '{}',
  keep_until date
);
