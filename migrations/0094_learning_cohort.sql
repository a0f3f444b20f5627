-- Cohorts: people of the platform or of one category, and the courses that they open.
create table learning.cohort (
  id bigint generated always as identity primary key,
  -- Null: of the whole platform.
  category_id bigint references learning.course_category on delete set null,
  name varchar(254) not null check (name <> ''),
  idnumber varchar(100) check (idnumber <> ''),
  description text not null default '',
  component varchar(100) not null default '',
  visible boolean not null default true,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  constraint cohort_idnumber unique (idnumber)
);
create index cohort_name on learning.cohort (name);
create index cohort_of_category on learning.cohort (category_id) where category_id is not null;
create table learning.cohort_member (
  cohort_id bigint not null references learning.cohort on delete cascade,
  user_id bigint not null references learning.app_user on delete cascade,
  added_at timestamptz not null default now(),
  primary key (cohort_id, user_id)
);
create index cohort_of_member on learning.cohort_member (user_id, cohort_id);

-- Deleting a cohort takes its bindings, and with them the enrolments that they gave.
alter table learning.enrol_method
  add foreign key (cohort_id) references learning.cohort on delete cascade;
create index method_of_cohort on learning.enrol_method (cohort_id) where cohort_id is not null;

create view learning.cohort_course_binding as
  select id as enrol_method_id, cohort_id, course_id, default_role_id as role_id, method, status, start_at, end_at,
         make_group, group_id
  from learning.enrol_method
  where cohort_id is not null;
