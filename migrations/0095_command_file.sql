-- A run may take in several command files, one after the other (the parts of a split file; deletions, then creations).
alter table file_exchange drop constraint file_exchange_run_id_key;
alter table file_exchange add column position int not null default 0;
alter table file_exchange add constraint exchange_of_run unique (run_id, position);
-- The run that took the file in, where a later one went on with it: `run_id` is the run that did the rest.
alter table file_exchange add column begun_by_run bigint;
create index exchange_begun_by on file_exchange (begun_by_run) where begun_by_run is not null;

-- How far a command file has come: written in the transaction of each chunk, so that a run cut short is taken up again
-- at exactly the first line that is not applied, and its report, journal and retry file at exactly the byte.
create table command_file_progress (
  exchange_id bigint primary key references file_exchange on delete cascade,
  -- `rows`: lines are being applied; `closing`: all are, the outputs are being given their names.
  phase text not null default 'rows' check (phase in ('rows', 'closing')),
  -- What is to be done again with the same file: operation, options as they were at the beginning, what the file proves.
  -- Null until the working copy is whole: nothing has been done before.
  request jsonb,
  next_offset bigint not null default 0,
  next_line int not null default 0,
  tally jsonb not null default '{}',
  faults jsonb not null default '[]',
  -- What the tool remembers across chunks.
  memory jsonb,
  report_bytes bigint not null default 0,
  journal_bytes bigint not null default 0,
  retry_bytes bigint not null default 0,
  -- What the tool did after the last line, and whether somebody stopped the file before it; known from `closing` on.
  conclusion jsonb,
  stopped text check (stopped in ('cancelled', 'timeout')),
  -- How many runs have had a go at it, not counting on after one that was told to stop.
  attempts int not null default 1,
  -- How many of them died at the place where it stands now: back to 0 with each chunk that is applied.
  stalled int not null default 0,
  updated_at timestamptz not null default now()
);

-- Which command files were taken in, so that one that merely still lies there is not taken for a new one.
create table command_file_taken (
  application text not null,
  operation text not null,
  folder text not null,
  name text not null,
  bytes bigint not null,
  modified_ns bigint not null,
  sha256 text not null,
  exchange_id bigint not null references file_exchange on delete cascade,
  taken_at timestamptz not null default now(),
  primary key (application, operation, folder, name)
);

-- A held file whose approval is being applied, chunk by chunk, is gone on with by the next run: it does not wait again.
create or replace function hold_again_after_vain_approval() returns trigger language plpgsql as $$
declare
  held record;
begin
  for held in
    update file_exchange exchange set state = 'held', decided_by = null, decided_at = null
    where id = (new.parameters ->> 'approvalOf')::bigint and state = 'approved' and not exists (
      select from file_exchange again
      where again.approval_of = exchange.id and (
        again.state in ('applied', 'held', 'approved', 'discarded')
        or exists (
          select from command_file_progress progress
          where progress.exchange_id = again.id and progress.request is not null)))
    returning run_id
  loop
    perform pg_notify('nocturne', json_build_object('kind', 'exchange', 'run', held.run_id)::text);
  end loop;
  return null;
end $$;
