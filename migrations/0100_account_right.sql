-- Rights beside the roles: what somebody may do with health data because of their profession, not of their rank.
-- Nobody has one by being an administrator; giving one is written down in the audit trail.
create table account_right (
  account_id bigint not null references account on delete cascade,
  -- `medical`: reads what consultations say, merges records, undoes merges.
  "right" text not null check ("right" in ('medical')),
  given_at timestamptz not null default now(),
  given_by text not null,
  primary key (account_id, "right")
);

-- A token has a right only if asked for when it was made, and as long as its owner has it.
alter table api_token add column rights text[] not null default '{}';
