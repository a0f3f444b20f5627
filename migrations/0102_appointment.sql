-- Appointments, their motives and the reminders mailed for them.
create table appointment_motive (
  id int generated always as identity primary key,
  -- By which the appointment system of the service knows it.
  reference text unique,
  label text not null unique,
  -- What a student may read; the label may be medical.
  public_label text,
  minutes smallint not null default 20 check (minutes between 5 and 480),
  reminder_active boolean not null default false,
  -- Calendar days ahead (health.md 2.8).
  reminder_days smallint not null default 2 check (reminder_days between 1 and 30),
  -- Null: the default of the service.
  mail_subject text,
  mail_body text,
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  version int not null default 0
);

create table appointment (
  id bigint generated always as identity primary key,
  reference text unique,
  student_id bigint not null references student,
  motive_id int not null references appointment_motive,
  practitioner text,
  place text,
  starts_at timestamptz not null,
  taken_at timestamptz not null default now(),
  state text not null default 'confirmed' check (state in ('requested', 'confirmed', 'cancelled', 'honoured', 'missed')),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  version int not null default 0
);
-- The page goes through a period; the reminders through the coming days.
create index appointment_by_start on appointment (starts_at, id);
create index appointment_by_student on appointment (student_id);

-- One reminder for each time at which an appointment was to start: one that moves is reminded again.
--
--   pending → sending → sent | failed | unknown (cut short: doubtful, never repeated)
--      ↑ └────────────→ withdrawn (moved, cancelled, too late, no address any more)
--      └── not taken ───┘ and back, should the appointment stand again as it did
create table appointment_reminder (
  id bigint generated always as identity primary key,
  appointment_id bigint not null references appointment,
  for_start timestamptz not null,
  -- The address it went to, or would have.
  recipient text not null,
  state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'failed', 'unknown', 'withdrawn')),
  -- How often the server had something to say of this mail.
  attempts smallint not null default 0,
  -- The run that touched it last: a row that is `sending` for another run was cut short.
  run_id bigint not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  -- What the mail server said, in codes.
  error text,
  unique (appointment_id, for_start)
);
create index appointment_reminder_unsent on appointment_reminder (id) where state in ('pending', 'sending');
