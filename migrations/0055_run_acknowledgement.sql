-- Somebody has looked at a run that went wrong: the list of the morning gets shorter.
create table run_acknowledgement (
  run_id bigint primary key references batch_run (id) on delete cascade,
  by text not null,
  at timestamptz not null
);
