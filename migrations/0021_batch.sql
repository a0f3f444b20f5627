-- The plan of every batch that the program has or had. What a batch does is in its code; when it is due, and
-- whether it may run at all, is here.
create table batch (
  code text primary key check (code ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  application text not null,
  -- False: the running program has no batch of this code any more.
  known boolean not null default true,
  -- False: a batch without a schedule (it runs on request only), which the grid does not show.
  planned boolean not null,
  enabled boolean not null,
  disabled_by text,
  disabled_at timestamptz,

  at_time text not null default '00:00' check (at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  weekdays text[] not null default '{}'
    check (weekdays <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] and array_position(weekdays, null) is null),
  day_of_month smallint check (day_of_month between 1 and 31),
  month smallint check (month between 1 and 12),
  year smallint check (year between 1970 and 9999),
  every_minutes smallint check (every_minutes between 1 and 1440),
  time_zone text not null,

  catch_up text not null check (catch_up in ('run', 'skip')),
  catch_up_minutes int not null check (catch_up_minutes >= 0),
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object'),

  -- Due instants up to here are dealt with: launched, or recorded as missed.
  cursor_at timestamptz not null,
  -- Null: never due (no day ticked, a date that is past), or a frequency that waits for its run to end.
  next_due_at timestamptz,

  version int not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,

  check (enabled or next_due_at is null),
  check (planned or next_due_at is null)
);
create index batch_due on batch (next_due_at) where enabled and next_due_at is not null;

-- Every change of a plan, so that who changed what can be told, and a former plan put back.
create table batch_revision (
  id bigint generated always as identity primary key,
  batch_code text not null references batch (code),
  version int not null,
  at timestamptz not null,
  author text not null,
  before jsonb not null,
  after jsonb not null
);
create index batch_revision_by_batch on batch_revision (batch_code, id desc);
