-- Attachments of dossiers, and the files on disk that hold them.
create table admissions.stored_file (
  id bigint generated always as identity primary key,
  -- Below the root of its owner: candidates' files lie in the folder of their campaign.
  path text not null check (length(path) <= 1000 and path !~ '(^/|(^|/)\.\.(/|$))'),
  name text not null check (length(name) <= 100),
  -- C of candidates, G of managers.
  owner_kind char(1) not null check (owner_kind in ('C', 'G')),
  bytes bigint,
  sha256 text,
  author text not null,
  created_at timestamptz not null default now()
);
create index stored_file_by_path on admissions.stored_file (owner_kind, path);

create table admissions.attachment_model (
  id bigint generated always as identity primary key,
  code text not null unique check (length(code) between 1 and 20),
  label text not null,
  -- COD_TPJ: what the information system calls this attachment; null: not poured.
  sis_code text check (length(sis_code) <= 5),
  -- Asked once for all formations, or for each application.
  shared boolean not null default false,
  in_service boolean not null default true,
  file_id bigint references admissions.stored_file,
  changed_at timestamptz not null default now(),
  version int not null default 0
);

create table admissions.formation_attachment (
  formation_id bigint not null references admissions.formation on delete cascade,
  model_id bigint not null references admissions.attachment_model,
  primary key (formation_id, model_id)
);

create table admissions.application_attachment (
  application_id bigint not null references admissions.application on delete cascade,
  model_id bigint not null references admissions.attachment_model,
  file_id bigint references admissions.stored_file,
  -- TR transmitted, VA validated, RE refused, AT awaited, NC not concerned.
  status char(2) not null default 'AT' check (status in ('TR', 'VA', 'RE', 'AT', 'NC')),
  comment text check (length(comment) <= 500),
  changed_at timestamptz not null default now(),
  primary key (application_id, model_id)
);
create index application_attachment_by_file on admissions.application_attachment (file_id) where file_id is not null;

-- Files whose rows are gone and that are still to be removed from the disk: a row leaves when its file has.
create table admissions.file_cleanup (
  id bigint generated always as identity primary key,
  file_id bigint not null unique,
  campaign_id bigint references admissions.campaign,
  path text not null,
  owner_kind char(1) not null,
  file_created_at timestamptz not null,
  attempts int not null default 0,
  last_error text,
  noted_at timestamptz not null default now()
);
