-- Pairs of records that may be one person. The batch finds them, people decide.
--
--   new ⇄ later,  new → ignored (→ new when the score rises by 10),  new → merged,  new → obsolete (no longer found)
create table duplicate_pair (
  id bigint generated always as identity primary key,
  a bigint not null references student on delete cascade,
  b bigint not null references student on delete cascade,
  score smallint not null,
  tier text not null check (tier in ('certain', 'probable', 'possible')),
  -- Components with their points: [{"code": "birth-date-equal", "points": 25}, …].
  reasons jsonb not null,
  -- Hash of the compared values: an ignored pair stays ignored while they are the same.
  fingerprint text not null,
  state text not null default 'new' check (state in ('new', 'later', 'ignored', 'merged', 'obsolete')),
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  first_run_id bigint not null,
  last_run_id bigint not null,
  found_at timestamptz not null default now(),
  version int not null default 0,
  check (a < b),
  unique (a, b)
);
create index duplicate_pair_undecided on duplicate_pair (score desc, id) where state in ('new', 'later');
create index duplicate_pair_by_b on duplicate_pair (b);

-- The searches that ended well: from when on a record counts as changed, and when all were last compared.
create table duplicate_search (
  run_id bigint primary key,
  -- Records changed at or after this instant have not been compared by this search.
  as_of timestamptz not null,
  complete boolean not null,
  -- What the scores depend on: another version of the rules asks for a complete search.
  rules text not null
);

-- What a merge did, so that it can be undone for 30 days.
create table merge_journal (
  id bigint generated always as identity primary key,
  pair_id bigint references duplicate_pair,
  kept_id bigint not null references student,
  absorbed_id bigint not null references student,
  -- AES-256-GCM: both records and the rows given up as they were. Emptied when the undoing period is over.
  before_encrypted bytea,
  -- Ids only: {"consultation": [12, 13], …}.
  moved jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  undoable_until timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  check (kept_id <> absorbed_id)
);
create index merge_journal_recent on merge_journal (id desc);
create index merge_journal_by_absorbed on merge_journal (absorbed_id);
create index student_merged_into on student (merged_into) where merged_into is not null;
