-- The drop directory: what was taken out of it, how each pull went, what was seen to be at rest, and its stuck locks.
create table drop_pull (
  id bigint generated always as identity primary key,
  directory text not null,
  node text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text not null
    check (outcome in ('under-way', 'pulled', 'agent-at-work', 'already-pulling', 'not-writable', 'failed')),
  taken int not null default 0,
  waiting int not null default 0,
  quarantined int not null default 0,
  -- The files of each kind with their reasons, the first hundred.
  detail jsonb not null default '{}'
);
create index drop_pull_newest on drop_pull (directory, id desc);
create index drop_pull_by_age on drop_pull (started_at);

-- One file on its way from the drop directory to the command files. Each state is written down before the step after it,
-- so that a pull that dies anywhere is finished by the next one.
create table drop_delivery (
  id bigint generated always as identity primary key,
  directory text not null,
  name text not null,
  bytes bigint not null,
  -- Nanoseconds since 1970.
  modified_ns bigint not null,
  state text not null check (state in ('claimed', 'staged', 'delivered', 'quarantined')),
  -- The file could not be taken out of the drop directory: it is still there, and not to be taken twice.
  left_behind boolean not null default false,
  sha256 text,
  -- By which the staged copy knows whether it was published.
  mark text,
  reason text,
  claimed_at timestamptz not null,
  ended_at timestamptz
);
create index drop_delivery_under_way on drop_delivery (directory) where state in ('claimed', 'staged');
create index drop_delivery_left_behind on drop_delivery (directory) where left_behind;
create index drop_delivery_by_age on drop_delivery (claimed_at);

-- How each file lay there at the last pull: one that changes from pull to pull is being written.
create table drop_sighting (
  directory text not null,
  name text not null,
  bytes bigint not null,
  modified_ns bigint not null,
  -- Since when it has been seen like this.
  since timestamptz not null,
  primary key (directory, name)
);

-- What is stuck, from when it was noticed to when it was solved; feeds the mails (learning.md 3.4, 8.2).
create table drop_lock_event (
  id bigint generated always as identity primary key,
  directory text not null,
  kind text not null check (kind in ('alock', 'lock', 'not-writable', 'not-removable')),
  -- The file that cannot be removed; empty for the others.
  subject text not null default '',
  -- What the lock says of its owner.
  owner text,
  -- How old the lock was when last looked at.
  age_seconds int not null default 0,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  alarms int not null default 0,
  alarm_sent_at timestamptz,
  solved_at timestamptz
);
create unique index drop_lock_event_open on drop_lock_event (directory, kind, subject) where solved_at is null;
create index drop_lock_event_newest on drop_lock_event (directory, id desc);
