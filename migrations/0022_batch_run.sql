-- Every run that waits, is under way, has ended, or was skipped. The row is the truth: the queue's message only
-- says that somebody should look at it.
create table batch_run (
  id bigint generated always as identity primary key,
  batch_code text not null references batch (code),
  application text not null,
  state text not null check (state in ('queued', 'running', 'finished', 'failed', 'interrupted', 'cancelled', 'skipped')),
  trigger text not null check (trigger in ('schedule', 'manual', 'catch-up', 'cli', 'api', 'file', 'retry')),
  -- The planned instant that the run answers. One due instant makes one run, however many nodes look.
  due_at timestamptz,
  queued_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  requested_by text,
  parameters jsonb not null default '{}',
  plan_version int,

  -- 1 goes before 0: somebody waits for it.
  priority smallint not null default 0,
  own_lane boolean not null default false,
  -- Its batch lets one run wait; false where each request has its own file or parameters.
  waits_alone boolean not null default true,
  resources text[] not null default '{}',
  -- A message for it lies in the queue; false while it waits for another run to end.
  dispatched boolean not null default false,
  -- Only this node may run it (a run in the process of the command line).
  pinned_node uuid,

  node_id uuid,
  node_name text,
  attempt smallint not null default 1,
  retry_of bigint,
  cancel_requested_at timestamptz,
  cancel_requested_by text,
  progress_done double precision,
  progress_total double precision,
  progress_phase text,

  detail jsonb,
  error text,
  -- Why it waits, was skipped, cancelled or interrupted.
  reason text,

  constraint batch_run_due unique (batch_code, due_at),
  constraint batch_run_times check (
    case state
      when 'queued' then started_at is null and ended_at is null and node_id is null
      when 'running' then started_at is not null and ended_at is null and node_id is not null
      when 'cancelled' then ended_at is not null
      when 'skipped' then started_at is null and ended_at is not null
      else started_at is not null and ended_at is not null
    end),
  constraint batch_run_order check (ended_at >= started_at)
);

-- At most one run of a batch is under way, and at most one waits.
create unique index batch_run_one_running on batch_run (batch_code) where state = 'running';
create unique index batch_run_one_waiting on batch_run (batch_code) where state = 'queued' and waits_alone;
create index batch_run_parked on batch_run (batch_code, priority desc, id) where state = 'queued' and not dispatched;
create index batch_run_running on batch_run (node_id) where state = 'running';

-- The history. `history.ts` reads any combination of filters from these, newest first.
create index batch_run_by_batch on batch_run (batch_code, id desc);
create index batch_run_by_batch_outcome on batch_run (batch_code, state, trigger, id desc) include (queued_at);
create index batch_run_by_application_outcome on batch_run (application, state, trigger, id desc) include (queued_at);
create index batch_run_by_time on batch_run (queued_at);

-- A table whose rows change state a few times and are then only read: dead versions are few but must go soon.
alter table batch_run set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create table batch_run_line (
  run_id bigint not null references batch_run (id) on delete cascade,
  seq int not null,
  at timestamptz not null,
  level text not null check (level in ('info', 'warn', 'error')),
  message text not null,
  primary key (run_id, seq)
);

create table batch_run_file (
  id bigint generated always as identity primary key,
  run_id bigint not null references batch_run (id) on delete cascade,
  path text not null,
  media_type text not null,
  personal boolean not null,
  size_bytes bigint not null,
  added_at timestamptz not null,
  -- Null: kept as long as its run.
  keep_until timestamptz,
  unique (run_id, path)
);
create index batch_run_file_expiry on batch_run_file (keep_until) where keep_until is not null;
