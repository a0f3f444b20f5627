-- One row for each command file that a run took in: what it was, what became of its lines, where it stands.
create table file_exchange (
  id bigint generated always as identity primary key,
  run_id bigint not null unique,
  application text not null,
  -- Which reader took the file: `students`, later `courses`, `users`…
  tool text not null,
  -- The batch and the parameters that would take this same file again, for an approval.
  batch_code text not null,
  parameters jsonb not null,
  file_name text not null,
  bytes bigint,
  sha256 text,
  line_ending text,
  -- The time stamp shared by the names of the files that this run wrote (XXX of log_XXX.txt).
  label text not null,
  dry_run boolean not null,
  state text not null check (state in
    ('processing', 'applied', 'simulated', 'refused', 'held', 'approved', 'discarded', 'failed')),
  -- Where a copy of a held file waits for its approval.
  kept_path text,
  -- The held exchange that this one applies.
  approval_of bigint references file_exchange,
  decided_by text,
  decided_at timestamptz,
  lines int not null default 0,
  blank int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  partial int not null default 0,
  deleted int not null default 0,
  skipped int not null default 0,
  rejected int not null default 0,
  warnings int not null default 0,
  -- Faults by cause with samples, reasons of a hold: what the report page shows without opening a file.
  report jsonb not null default '{}',
  begun_at timestamptz not null default now(),
  ended_at timestamptz,
  -- No line is lost: what came in is what came out.
  constraint every_line_has_an_outcome check (
    state in ('processing', 'failed')
    or lines = created + updated + unchanged + partial + deleted + skipped + rejected)
);
create index file_exchange_recent on file_exchange (tool, id desc);
create index file_exchange_held on file_exchange (id) where state = 'held';
