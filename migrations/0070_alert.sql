-- What somebody must be told of: a run that failed, was interrupted, is held or far too long, a start that was missed.
create table alert (
  id bigint generated always as identity primary key,
  -- Names the occasion, such as `failed:run:42`: it is told once, however many nodes look and however often.
  occasion text not null unique,
  kind text not null check (kind in ('failed', 'interrupted', 'held', 'missed', 'slow')),
  batch_code text not null,
  application text not null,
  -- No reference: alerts tell of runs that the retention has deleted.
  run_id bigint,
  run_state text,
  node_name text,
  -- When it happened, and when it was seen.
  at timestamptz not null,
  found_at timestamptz not null,
  due_at timestamptz,
  -- Figures that the texts tell (seconds, lines); never a text of the run, which may quote data.
  facts jsonb not null default '{}'
);
create index alert_by_finding on alert (found_at);

-- Alike alerts of one batch on one day (admissions C19): the first is mailed at once, the others are counted and told
-- together, once an hour at most.
create table alert_group (
  id bigint generated always as identity primary key,
  batch_code text not null,
  application text not null,
  kind text not null,
  -- A fingerprint of what went wrong, not its text.
  cause text not null,
  -- In the establishment's zone.
  day date not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  last_alert_id bigint not null references alert,
  occurrences int not null,
  -- Of these, how many mails have told; and when the last of them did.
  told int not null,
  told_at timestamptz not null,
  unique (batch_code, kind, cause, day),
  check (told <= occurrences)
);
create index alert_group_untold on alert_group (told_at) where told < occurrences;
create index alert_group_by_time on alert_group (last_at);

-- How far the ends of runs have been looked at. Looks take turns by locking this row. What ended before `since`, when
-- this installation began to alert, is history.
create table alert_watch (
  only_row boolean primary key default true check (only_row),
  since timestamptz not null,
  looked_until timestamptz not null
);

-- What ended lately, whatever the length of the history.
create index batch_run_by_end on batch_run (ended_at) where ended_at is not null;
