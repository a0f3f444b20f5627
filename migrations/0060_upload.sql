-- Files received through the API, kept in a private folder until they are imported or forgotten (24 hours). The file
-- lies below the data folder under this very id: a name that a sender gave is shown, never used as a path.
create table upload (
  id text primary key,
  application text not null,
  file_name text not null,
  bytes bigint not null,
  sha256 text not null,
  -- How the machine reads it, with its first lines: personal data, gone with the row.
  reading jsonb not null,
  owner bigint not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  -- When an import that writes was last asked for: two clicks make one import.
  asked_at timestamptz
);
create index upload_by_age on upload (uploaded_at);
