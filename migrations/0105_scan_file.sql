-- The scan basket: files that the scanner dropped for a person, until they are attached to a student's record.
-- The bytes lie below the data folder under `storage_key`; the name may be a patient's.
create table scan_file (
  id bigint generated always as identity primary key,
  owner text not null,
  storage_key text not null unique,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 text not null,
  dropped_at timestamptz not null default now(),
  -- Somebody is attaching it until then.
  locked_until timestamptz,
  locked_by text,
  -- Attached: a document of this student, never a candidate of CLEAN_SCAN.
  used_at timestamptz,
  student_id bigint references student,
  check ((used_at is null) = (student_id is null))
);
create index scan_file_unused on scan_file (dropped_at) where used_at is null;
create index scan_file_by_owner on scan_file (lower(owner), id) where used_at is null;
create index scan_file_by_student on scan_file (student_id) where student_id is not null;
