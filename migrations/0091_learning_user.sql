-- Accounts of the learning platform. A deleted account keeps its identity in its row, for its revival, but no longer
-- owns it: uniqueness counts the living only.
create table learning.app_user (
  id bigint generated always as identity primary key,
  host_id bigint not null default 1,
  username varchar(100) not null check (username <> '' and username = lower(username)),
  idnumber varchar(255) check (idnumber <> ''),
  firstname varchar(100) not null default '',
  lastname varchar(100) not null default '',
  email varchar(100) check (email <> ''),
  auth varchar(20) not null default 'manual',
  password_hash text,
  password_state text not null default 'none' check (password_state in ('set', 'none', 'to_generate')),
  must_change_password boolean not null default false,
  institution varchar(255) not null default '',
  department varchar(255) not null default '',
  city varchar(120) not null default '',
  country varchar(2) not null default '',
  lang varchar(30) not null default '',
  timezone varchar(100) not null default '99',
  icq varchar(15) not null default '',
  phone1 varchar(20) not null default '',
  phone2 varchar(20) not null default '',
  address varchar(255) not null default '',
  url text not null default '',
  description text not null default '',
  mail_display smallint not null default 1,
  mail_digest smallint not null default 0,
  mail_format smallint not null default 1,
  html_editor smallint not null default 1,
  auto_subscribe boolean not null default true,
  track_forums boolean not null default false,
  confirmed boolean not null default true,
  suspended boolean not null default false,
  deleted boolean not null default false,
  -- Accounts that no file may delete.
  protected_as text check (protected_as in ('administrator', 'guest')),
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now()
);
create unique index user_username on learning.app_user (username, host_id) where not deleted;
create unique index user_idnumber on learning.app_user (idnumber) where not deleted;
create index user_email on learning.app_user (lower(email)) where not deleted;
create index deleted_user_username on learning.app_user (username) where deleted;
create index deleted_user_idnumber on learning.app_user (idnumber) where deleted;
create index deleted_user_email on learning.app_user (lower(email)) where deleted;

alter table learning.course_user_data
  add constraint data_of_user foreign key (user_id) references learning.app_user on delete cascade;
create index course_user_data_of_user on learning.course_user_data (user_id) where user_id is not null;

create table learning.profile_field (
  id bigint generated always as identity primary key,
  shortname varchar(100) not null unique,
  name text not null,
  datatype text not null default 'text'
);
create table learning.profile_value (
  user_id bigint not null references learning.app_user on delete cascade,
  field_id bigint not null references learning.profile_field on delete cascade,
  value text not null,
  primary key (user_id, field_id)
);

create table learning.user_picture (
  user_id bigint primary key references learning.app_user on delete cascade,
  source_name text not null,
  mime varchar(50) not null,
  -- Of the source image, as it came in the archive.
  sha256 bytea not null,
  md5 char(32) not null,
  width int not null,
  height int not null,
  -- As shown: decoded, turned upright, cut square and resized.
  content bytea not null,
  updated_at timestamptz not null default now()
);

insert into learning.app_user (username, firstname, lastname, auth, protected_as) values
  ('guest', 'Visiteur anonyme', '', 'manual', 'guest'),
  ('admin', 'Administrateur', 'du site', 'manual', 'administrator');
