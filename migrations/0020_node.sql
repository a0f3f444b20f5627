-- The processes that serve the installation. A node lives while its own connection holds the advisory lock
-- (7161, number) and its lease runs; ended_at is set when it stops, or by whoever finds it dead.
create sequence node_number as int;

create table node (
  id uuid primary key,
  number int not null unique,
  name text not null,
  pid int not null,
  version text not null,
  started_at timestamptz not null,
  lease_until timestamptz not null,
  -- The scheduler's last look for due batches; null on a node that only runs.
  check_period_ms int,
  check_started_at timestamptz,
  check_ended_at timestamptz,
  ended_at timestamptz,
  end_reason text check (end_reason in ('stopped', 'connection lost', 'lease expired'))
);
create index node_alive on node (id) where ended_at is null;
