-- Units of work that failed: tried again later, put aside after five failures, so that one never holds up the others (admissions.md
-- 3.0, R3). A unit that is done leaves.
create table batch_unit_failure (
  batch_code text not null,
  -- What failed, without personal data: `application:123`.
  unit_key text not null check (length(unit_key) <= 100),
  attempts int not null,
  last_error text not null check (length(last_error) <= 500),
  failed_at timestamptz not null,
  next_try timestamptz not null,
  quarantined_at timestamptz,
  run_id bigint,
  primary key (batch_code, unit_key)
);
