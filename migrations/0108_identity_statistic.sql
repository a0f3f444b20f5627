-- One row per student and academic year, without any name: what statistics are counted from. Pseudonymous, hence
-- still personal data. Written by MAJ_IDENTITE only.
create table identity_statistic (
  -- No foreign key: rows come by the million. The trigger below removes them with their student.
  student_id bigint not null,
  year smallint not null,
  sex text not null check (sex in ('M', 'F', 'INCONNU')),
  birth_year smallint not null,
  -- On 31 December of `year`.
  age smallint not null,
  age_band text not null check (age_band in ('<18', '18-20', '21-23', '24-26', '27-30', '>30')),
  nationality_group text not null check (nationality_group in ('FR', 'UE', 'HORS_UE', 'INCONNU')),
  department text,
  establishment_code text not null,
  component_code text not null,
  cursus text,
  cursus_year text,
  scholarship boolean not null,
  first_entry boolean not null,
  enrolments smallint not null,
  consultations int not null default 0,
  appointments int not null default 0,
  missed_appointments int not null default 0,
  last_consultation_on date,
  primary key (student_id, year)
);

create function forget_statistics_of_deleted_students() returns trigger language plpgsql as $$
begin
  delete from identity_statistic using gone where identity_statistic.student_id = gone.id;
  return null;
end $$;
create trigger student_deleted_statistics after delete on student
  referencing old table as gone
  for each statement execute function forget_statistics_of_deleted_students();

-- What was, or is to be, sent to calcium-dashboard: built and masked once, then sent as often as it takes.
create table statistic_push (
  -- The Idempotency-Key.
  id uuid primary key,
  run_id bigint,
  year smallint not null,
  until_on date not null,
  schema_version text not null,
  payload jsonb not null,
  -- Of the canonical payload without its date: unchanged figures are not sent again.
  sha256 text not null,
  cells int not null,
  masked int not null,
  bytes int not null,
  state text not null check (state in ('previewed', 'pending', 'sending', 'sent', 'failed', 'refused')),
  built_at timestamptz not null,
  previewed_by text,
  previewed_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  attempts int not null default 0,
  sent_at timestamptz,
  receipt text,
  error text
);
create index statistic_push_recent on statistic_push (built_at desc);
