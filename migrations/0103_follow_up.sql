-- Follow-ups (relances): a student to call back on a motive from a due date on, by letter, then by a reminder.
insert into nomenclature (code, label, two_levels) values ('RELANCES', 'Motifs de relance', false)
  on conflict (code) do nothing;

create table follow_up (
  id bigint generated always as identity primary key,
  reference text unique,
  student_id bigint not null references student,
  -- An item of RELANCES.
  motive_id bigint not null references nomenclature_item,
  created_by text not null,
  created_at timestamptz not null default now(),
  due_on date not null,
  -- What the letter tells the student, and what never leaves the service.
  letter_text text not null default '',
  comment text not null default '',
  -- health.md 2.7: EN_COURS, ECHUE, COURRIER_EDITE, RAPPEL_EDITE, SANS_ADRESSE, CLOSE.
  state text not null default 'open'
    check (state in ('open', 'due', 'letter-printed', 'reminder-printed', 'no-address', 'closed')),
  letter_on date,
  reminder_on date,
  closed_on date,
  closed_by text,
  closed_reason text,
  changed_at timestamptz not null default now(),
  version int not null default 0,
  check ((state = 'closed') = (closed_on is not null))
);
create index follow_up_to_print on follow_up (due_on) where state in ('open', 'due', 'no-address');
create index follow_up_to_remind on follow_up (letter_on) where state = 'letter-printed';
create index follow_up_by_student on follow_up (student_id);
-- The page lists by due date, the furthest first.
create index follow_up_by_due on follow_up (due_on desc, id desc);

-- What a run of a listing or letter batch left to download: one row a file.
create table follow_up_edition (
  id bigint generated always as identity primary key,
  run_id bigint not null,
  batch_code text not null check (batch_code in ('LIS_REL', 'REL_COU', 'LIS_RAP', 'REL_CRA')),
  file_name text not null,
  path text not null,
  bytes bigint not null,
  sha256 text not null,
  -- Lines of a listing, letters of a PDF.
  objects int not null,
  pages int,
  created_at timestamptz not null,
  first_downloaded_at timestamptz,
  first_downloaded_by text,
  -- A misprint: its follow-ups are back where they were.
  cancelled_at timestamptz,
  cancelled_by text,
  unique (run_id, file_name)
);
create index follow_up_edition_recent on follow_up_edition (id desc);

-- The letters of an edition, with what its follow-ups were before it: what undoing the edition puts back.
create table follow_up_letter (
  edition_id bigint not null references follow_up_edition,
  follow_up_id bigint not null references follow_up on delete cascade,
  former_state text not null,
  former_letter_on date,
  former_reminder_on date,
  primary key (edition_id, follow_up_id)
);
create index follow_up_letter_by_follow_up on follow_up_letter (follow_up_id);

-- Addresses from which the post came back (NPAI), by a hash of the address: a new address counts as good.
create table returned_mail (
  student_id bigint primary key references student,
  address_hash text not null,
  noted_at timestamptz not null default now(),
  noted_by text not null
);
