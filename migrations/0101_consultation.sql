-- Consultations as the health service's records keep them. Never deleted by a batch; no cascade from the student.
create table consultation (
  id bigint generated always as identity primary key,
  -- What the feeding system calls it: the same reference sent again changes this row.
  reference text unique,
  student_id bigint not null references student,
  -- Login of whoever holds it; need not have an account here.
  practitioner text not null,
  opened_at timestamptz not null,
  last_activity_at timestamptz not null,
  closed_at timestamptz,
  -- Closed by the batch: what it says is a draft that nobody validated.
  closed_by text check (closed_by in ('practitioner', 'FER_CON')),
  -- When the practitioner was told that it was closed in their absence.
  told_at timestamptz,
  -- AES-256-GCM (src/platform/encryption.ts), bound to this row: free text of the practitioner.
  content_encrypted bytea,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  version int not null default 0,
  check ((closed_at is null) = (closed_by is null)),
  check (last_activity_at >= opened_at)
);
create index consultation_open on consultation (opened_at) where closed_at is null;
create index consultation_by_opening on consultation (opened_at desc, id desc);
create index consultation_by_student on consultation (student_id);
create index consultation_to_tell on consultation (lower(practitioner)) where closed_by = 'FER_CON' and told_at is null;
create index consultation_closed_by_batch on consultation (id) where closed_by = 'FER_CON';

-- Who has a record open: one person at a time. Released when the consultation ends.
create table record_lock (
  student_id bigint primary key references student,
  consultation_id bigint references consultation,
  holder text not null,
  since timestamptz not null default now()
);
create index record_lock_by_consultation on record_lock (consultation_id);
