-- What an account wants to be told by mail. No row: administrators of the installation are told of what goes wrong,
-- nobody else of anything.
create table alert_subscription (
  account_id bigint primary key references account (id) on delete cascade,
  kinds text[] not null check (kinds <@ array['failed', 'interrupted', 'held', 'missed', 'slow']),
  -- Null: every application that the account may read.
  applications text[] check (applications <@ array['core', 'health', 'admissions', 'learning']),
  summary boolean not null,
  -- In the establishment's zone.
  summary_time text not null check (summary_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  summary_when_quiet boolean not null,
  changed_at timestamptz not null
);
