-- Groups and groupings of a course. What belongs together is of the same course: composite keys say so. Names are
-- compared at the end of each statement (`deferrable`), so that one update may swap them.
create table learning.course_group (
  id bigint generated always as identity primary key,
  course_id bigint not null references learning.course on delete cascade,
  name varchar(254) not null check (name <> ''),
  idnumber varchar(100) check (idnumber <> ''),
  description text not null default '',
  -- Made by a command file, not by a teacher.
  created_by_sync boolean not null default false,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  constraint group_name unique (course_id, name) deferrable,
  constraint group_idnumber unique (course_id, idnumber) deferrable,
  unique (id, course_id)
);
create table learning.grouping (
  id bigint generated always as identity primary key,
  course_id bigint not null references learning.course on delete cascade,
  name varchar(255) not null check (name <> ''),
  idnumber varchar(100) check (idnumber <> ''),
  description text not null default '',
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  constraint grouping_name unique (course_id, name) deferrable,
  constraint grouping_idnumber unique (course_id, idnumber) deferrable,
  unique (id, course_id)
);
create table learning.grouping_group (
  grouping_id bigint not null,
  group_id bigint not null,
  course_id bigint not null,
  added_at timestamptz not null default now(),
  primary key (grouping_id, group_id),
  foreign key (grouping_id, course_id) references learning.grouping (id, course_id) on delete cascade,
  foreign key (group_id, course_id) references learning.course_group (id, course_id) on delete cascade
);
create index grouping_of_group on learning.grouping_group (group_id);

create table learning.group_member (
  group_id bigint not null references learning.course_group on delete cascade,
  user_id bigint not null references learning.app_user on delete cascade,
  -- `tool_sync`: this tool put them there; '' is a teacher's doing, which protection leaves alone.
  component varchar(100) not null default '',
  added_at timestamptz not null default now(),
  primary key (group_id, user_id)
);
create index group_member_of_user on learning.group_member (user_id, group_id);

alter table learning.enrol_method
  add foreign key (group_id) references learning.course_group on delete set null;
create index method_of_group on learning.enrol_method (group_id) where group_id is not null;
