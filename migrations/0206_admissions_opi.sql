-- Pre-registrations (OPI): what is to be poured into the student information system (admissions.md 3.4, 4.5).
--
--   to-pour ──read back──> poured ──the candidate withdraws──> to-withdraw ──read back──> withdrawn
--      ↑ └─refused─> error ┘ (tried again later; put aside after five failures)
create table admissions.opi (
  application_id bigint primary key references admissions.application on delete cascade,
  -- In French: A_VERSER, RETRAIT_A_VERSER, VERSE, RETIRE, ERREUR.
  state text not null default 'to-pour' check (state in ('to-pour', 'to-withdraw', 'poured', 'withdrawn', 'error')),
  -- What an error stands in the way of.
  wanted text not null default 'pour' check (wanted in ('pour', 'withdraw')),
  created_at timestamptz not null default now(),
  poured_at timestamptz,
  withdrawn_at timestamptz,
  -- Prefix and dossier number, or what the information system attached it to.
  opi_code text check (length(opi_code) <= 10),
  attempts int not null default 0,
  -- A stable code, and what the target said.
  cause text,
  cause_detail text check (length(cause_detail) <= 500),
  next_try timestamptz,
  -- After five failures it is no longer taken up by itself.
  quarantined_at timestamptz,
  run_id bigint,
  changed_at timestamptz not null default now(),
  version int not null default 0
);
create index opi_waiting on admissions.opi (created_at, application_id) where state in ('to-pour', 'to-withdraw', 'error');
create index opi_by_state on admissions.opi (state, application_id);

create table admissions.opi_attachment (
  id bigint generated always as identity primary key,
  application_id bigint not null references admissions.application on delete cascade,
  opi_code text not null check (length(opi_code) <= 10),
  sis_code text not null check (length(sis_code) <= 5),
  -- No foreign key: the file may vanish.
  file_id bigint not null,
  sis_record_id text check (length(sis_record_id) <= 20),
  -- Of the content that was sent: another one is sent again.
  sha256 text,
  state text not null default 'to-send' check (state in ('to-send', 'sent', 'absent', 'error')),
  attempts int not null default 0,
  cause text,
  cause_detail text check (length(cause_detail) <= 500),
  next_try timestamptz,
  quarantined_at timestamptz,
  poured_at timestamptz,
  run_id bigint,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (opi_code, sis_code, application_id)
);
create index opi_attachment_waiting on admissions.opi_attachment (created_at, id) where state in ('to-send', 'error');
create index opi_attachment_by_application on admissions.opi_attachment (application_id);

-- The files of a day for Pégase: candidat, candidature, inscription, and the list of withdrawals.
create table admissions.opi_file (
  id bigint generated always as identity primary key,
  day date not null,
  kind text not null check (kind in ('candidat', 'candidature', 'inscription', 'retraits')),
  -- 0, then 1, 2… where the file before was downloaded already.
  suffix smallint not null default 0,
  path text not null,
  n_rows int not null,
  sha256 text not null,
  written_at timestamptz not null,
  run_id bigint not null,
  downloaded_at timestamptz,
  unique (day, kind, suffix)
);
