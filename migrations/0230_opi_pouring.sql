-- Pouring pre-registrations (admissions.md 3.4): the intent before the call, what was changed on the way, who was told what.
alter table admissions.opi
  -- Intent: from this instant on the wish may be in the information system, whatever became of the call. A withdrawal then has to
  -- be propagated; only a row that was never called may simply be deleted.
  add column called_at timestamptz,
  -- The record in the information system that took the wish (COD_IND_OPI).
  add column sis_record_id text check (length(sis_record_id) <= 20),
  -- What the record says otherwise than the candidate, such as `birth-name-cut`.
  add column adjusted text[] not null default '{}',
  -- The cause that the functional administrators were last mailed, so that they are not every night.
  add column reported_cause text;

create index opi_by_code on admissions.opi (opi_code) where opi_code is not null;

-- What an administrator decided on records of the information system that may be a candidate's, or a namesake's.
create table admissions.opi_identity (
  candidate_id bigint primary key references admissions.candidate on delete cascade,
  -- This record is the candidate's.
  attached_id text check (length(attached_id) <= 20),
  -- Its OPI code then: identifiers are given again after a purge.
  attached_code text,
  check ((attached_id is null) = (attached_code is null)),
  -- These are somebody else's.
  apart_ids text[] not null default '{}',
  decided_by text not null,
  decided_at timestamptz not null
);
