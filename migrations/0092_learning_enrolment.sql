-- Who is in which course, by which way, with which role.
create table learning.role (
  id bigint generated always as identity primary key,
  shortname varchar(100) not null unique,
  name varchar(255) not null,
  archetype varchar(30) not null
);
insert into learning.role (shortname, name, archetype) values
  ('manager', 'Gestionnaire', 'manager'),
  ('coursecreator', 'Créateur de cours', 'coursecreator'),
  ('editingteacher', 'Enseignant', 'editingteacher'),
  ('teacher', 'Enseignant non éditeur', 'teacher'),
  ('student', 'Étudiant', 'student'),
  ('guest', 'Visiteur anonyme', 'guest'),
  ('user', 'Utilisateur authentifié', 'user');

-- A way into a course. `cohort`: the members of a cohort, with a role (a binding); `meta`: those of another course.
create table learning.enrol_method (
  id bigint generated always as identity primary key,
  course_id bigint not null references learning.course on delete cascade,
  method varchar(20) not null check (method <> ''),
  status text not null default 'enabled' check (status in ('enabled', 'disabled')),
  sort_order int not null default 0,
  default_role_id bigint references learning.role,
  start_at timestamptz,
  end_at timestamptz,
  cohort_id bigint,
  linked_course_id bigint references learning.course on delete cascade,
  make_group boolean not null default false,
  group_id bigint,
  constraint method_of_course unique nulls not distinct
    (course_id, method, cohort_id, linked_course_id, default_role_id),
  constraint cohort_of_binding check (method <> 'cohort' or cohort_id is not null),
  constraint course_of_link check (method <> 'meta' or linked_course_id is not null)
);
create unique index meta_link on learning.enrol_method (course_id, linked_course_id) where linked_course_id is not null;
create index method_of_linked_course on learning.enrol_method (linked_course_id) where linked_course_id is not null;

create table learning.enrolment (
  enrol_method_id bigint not null references learning.enrol_method on delete cascade,
  user_id bigint not null references learning.app_user on delete cascade,
  status text not null default 'active' check (status in ('active', 'suspended')),
  start_at timestamptz,
  end_at timestamptz,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  constraint enrolled_once primary key (enrol_method_id, user_id)
);
create index enrolment_of_user on learning.enrolment (user_id, enrol_method_id);

-- `component` and `item_id` say what gave the role: '' and 0 for a person or this tool by role alone, `enrol_manual` and
-- the method's id for an enrolment…
create table learning.role_assignment (
  role_id bigint not null references learning.role,
  user_id bigint not null references learning.app_user on delete cascade,
  context_kind text not null check (context_kind in ('system', 'category', 'course')),
  context_id bigint not null,
  component varchar(100) not null default '',
  item_id bigint not null default 0,
  assigned_at timestamptz not null default now(),
  -- In this order the key also finds who is in a course, and is compared by numbers before words.
  constraint role_given_once primary key (context_id, user_id, role_id, item_id, context_kind, component)
);
create index role_assignment_of_user on learning.role_assignment (user_id);

-- Contexts are of several tables: what the foreign keys cannot do is done here.
create function learning.forget_roles_of_context() returns trigger language plpgsql as $$
begin
  delete from learning.role_assignment
  where context_kind = tg_argv[0] and context_id in (select id from gone);
  return null;
end $$;
create trigger forget_roles after delete on learning.course
  referencing old table as gone for each statement execute function learning.forget_roles_of_context('course');
create trigger forget_roles after delete on learning.course_category
  referencing old table as gone for each statement execute function learning.forget_roles_of_context('category');
