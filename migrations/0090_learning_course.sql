-- The learning platform's own store (learning.md 8.1): categories and courses. In a schema of its own, because its words
-- (course, role, cohort) are those of every other application too. Times are instants; « no end » is null.
create schema learning;

create table learning.course_category (
  id bigint generated always as identity primary key,
  parent_id bigint references learning.course_category,
  name varchar(255) not null check (name <> ''),
  idnumber varchar(100) check (idnumber <> ''),
  visible boolean not null default true,
  sort_order int not null default 0,
  constraint category_name_among_siblings unique nulls not distinct (parent_id, name),
  constraint category_idnumber unique (idnumber)
);

create table learning.course (
  id bigint generated always as identity primary key,
  category_id bigint not null references learning.course_category,
  shortname varchar(255) not null check (shortname <> ''),
  fullname varchar(254) not null,
  idnumber varchar(100) check (idnumber <> ''),
  summary text not null default '',
  format varchar(21) not null,
  sort_order bigint not null default 0,
  show_grades boolean not null default true,
  show_reports boolean not null default false,
  news_items smallint not null default 5,
  start_at timestamptz not null default now(),
  marker int not null default 0,
  max_bytes bigint not null default 0,
  legacy_files smallint not null default 0,
  visible boolean not null default true,
  visible_old boolean not null default true,
  group_mode smallint not null default 0 check (group_mode between 0 and 2),
  group_mode_force boolean not null default false,
  default_grouping_id bigint,
  course_display smallint not null default 0,
  enable_completion boolean not null default true,
  lang varchar(50) not null default '',
  theme varchar(50) not null default '',
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  -- The site's home page, which is a course too; never deleted, never reset.
  is_site boolean not null default false,
  constraint course_idnumber unique (idnumber)
);
create unique index course_shortname on learning.course (lower(shortname));
create index course_of_category on learning.course (category_id);
create unique index one_site_course on learning.course (is_site) where is_site;

create table learning.course_section (
  course_id bigint not null references learning.course on delete cascade,
  position smallint not null check (position between 0 and 52),
  name varchar(255) not null default '',
  summary text not null default '',
  primary key (course_id, position)
);

-- What people have done in a course: what `courses.reset` clears. Kinds: event, log, note, grade_item, grade, completion,
-- comment, blog, and module:<name> for the activities of a module (`module:forum`).
create table learning.course_user_data (
  id bigint generated always as identity primary key,
  course_id bigint not null references learning.course on delete cascade,
  kind text not null check (kind ~ '^(event|log|note|grade_item|grade|completion|comment|blog|module:[a-z_]+)$'),
  user_id bigint,
  payload jsonb not null default '{}'
);
create index course_user_data_of_course on learning.course_user_data (course_id, kind);

insert into learning.course_category (name) values ('Divers');
insert into learning.course (category_id, shortname, fullname, format, is_site)
  select id, 'site', 'Accueil du site', 'site', true from learning.course_category;
