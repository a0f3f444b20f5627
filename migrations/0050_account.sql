-- People who may use the back-office, what they may do, and everything that proves who they are. Secrets of sessions,
-- links, tokens and devices are stored as SHA-256: whoever reads the table cannot use them.

create table account (
  id bigint generated always as identity primary key,
  -- No colon: an actor like cli:root or SYSTEM:CLEAN is never a login.
  login text not null check (login ~ '^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$'),
  name text not null check (name <> ''),
  email text,
  locale text not null default 'fr' check (locale in ('fr', 'en')),
  -- Null: signs in elsewhere, or has not chosen one yet.
  password_hash text,
  -- Of the whole installation.
  administrator boolean not null default false,
  enabled boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  last_sign_in_at timestamptz
);
create unique index account_login on account (lower(login));

create table account_grant (
  account_id bigint not null references account (id) on delete cascade,
  application text not null check (application in ('core', 'health', 'admissions', 'learning')),
  role text not null check (role in ('reader', 'operator', 'administrator')),
  primary key (account_id, application)
);

-- Who an account is for the university's sign-in service.
create table account_identity (
  provider text not null check (provider in ('oidc', 'cas')),
  subject text not null,
  account_id bigint not null references account (id) on delete cascade,
  created_at timestamptz not null,
  primary key (provider, subject)
);
create index account_identity_by_account on account_identity (account_id);

create table account_session (
  id uuid primary key default gen_random_uuid(),
  secret_hash bytea not null unique,
  account_id bigint not null references account (id) on delete cascade,
  method text not null check (method in ('local', 'oidc', 'cas')),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  address text,
  user_agent text
);
create index account_session_by_account on account_session (account_id);

-- One-time links: the first administrator's (without account), an invitation, a new password.
create table account_link (
  id bigint generated always as identity primary key,
  secret_hash bytea not null unique,
  purpose text not null check (purpose in ('first-administrator', 'invitation', 'new-password')),
  account_id bigint references account (id) on delete cascade,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'first-administrator') = (account_id is null))
);
create index account_link_by_account on account_link (account_id);

create table api_token (
  id bigint generated always as identity primary key,
  account_id bigint not null references account (id) on delete cascade,
  name text not null,
  secret_hash bytea not null unique,
  prefix text not null,
  -- The most that it may do, and where; null: wherever its owner may.
  role text not null check (role in ('reader', 'operator', 'administrator')),
  applications text[],
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_by_account on api_token (account_id, id);

-- Failures by login and place (an address, or a device that the account has used before): a stranger's failures
-- make the stranger wait, never the account's owner.
create table sign_in_attempt (
  login text not null,
  place text not null,
  failures int not null,
  last_at timestamptz not null,
  primary key (login, place)
);
create index sign_in_attempt_by_time on sign_in_attempt (last_at);

create table known_device (
  secret_hash bytea primary key,
  account_id bigint not null references account (id) on delete cascade,
  last_seen_at timestamptz not null
);
create index known_device_by_account on known_device (account_id, last_seen_at);

-- What a person likes to see: columns, density.
create table account_preference (
  account_id bigint not null references account (id) on delete cascade,
  key text not null,
  value jsonb not null,
  primary key (account_id, key)
);
