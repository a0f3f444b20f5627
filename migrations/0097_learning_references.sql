-- References of the tables that command files fill by hundreds of thousands of rows: seen to a statement at a time. PostgreSQL
-- looks each row's up alone, which is more than half of what inserting costs (100,000 enrolments with role and group: 4.7 s of
-- its time, 2.3 s so). What is promised is the same:
--   * who refers locks what it refers to (`for key share`), so that nobody removes it before the reference is committed;
--   * who removes finds, once it is removed, every reference that was committed meanwhile. That needs a new snapshot for each
--     statement, hence « read committed »: elsewhere such a removal is refused.
-- Identifiers of these tables are `generated always`: they never change.

-- Arguments: the table referred to, the column that refers. The key is used whatever the statistics of a table in filling say.
create function learning.must_refer() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  named bigint[];
  found bigint;
begin
  execute format('select array_agg(distinct %I) from added', tg_argv[1]) into named;
  if named is null then return null; end if;
  execute format('select count(*) from (select id from learning.%I where id = any($1) for key share) held', tg_argv[0])
    into found using named;
  if found < cardinality(named) then
    raise foreign_key_violation using
      message = format('a row of learning.%I refers by %I to what is not in learning.%I', tg_table_name, tg_argv[1], tg_argv[0]),
      schema = tg_table_schema, table = tg_table_name, column = tg_argv[1];
  end if;
  return null;
end $$;

-- Arguments: the table and the column that refer, and what becomes of them: `cascade` or `restrict`.
create function learning.was_referred_to() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  refers boolean;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise feature_not_supported using
      message = format('rows of learning.%I are removed in « read committed » transactions only', tg_table_name);
  end if;
  if tg_argv[2] = 'cascade' then
    execute format('delete from learning.%I where %I in (select id from gone)', tg_argv[0], tg_argv[1]);
    return null;
  end if;
  execute format('select exists (select from learning.%I where %I in (select id from gone))', tg_argv[0], tg_argv[1])
    into refers;
  if refers then
    raise foreign_key_violation using
      message = format('rows of learning.%I still refer by %I to learning.%I', tg_argv[0], tg_argv[1], tg_table_name),
      schema = tg_table_schema, table = tg_table_name;
  end if;
  return null;
end $$;

do $$
declare
  child text;
  named text;
  parent text;
  fate text;
begin
  for child, named, parent, fate in values
    ('enrolment', 'enrol_method_id', 'enrol_method', 'cascade'),
    ('enrolment', 'user_id', 'app_user', 'cascade'),
    ('role_assignment', 'role_id', 'role', 'restrict'),
    ('role_assignment', 'user_id', 'app_user', 'cascade'),
    ('group_member', 'group_id', 'course_group', 'cascade'),
    ('group_member', 'user_id', 'app_user', 'cascade'),
    ('cohort_member', 'cohort_id', 'cohort', 'cascade'),
    ('cohort_member', 'user_id', 'app_user', 'cascade')
  loop
    execute format('alter table learning.%I drop constraint %I', child, child || '_' || named || '_fkey');
    execute format(
      'create trigger %I after insert on learning.%I referencing new table as added for each statement
         execute function learning.must_refer(%L, %L)', named || '_refers', child, parent, named);
    execute format(
      'create trigger %I after update on learning.%I referencing new table as added for each statement
         execute function learning.must_refer(%L, %L)', named || '_refers_still', child, parent, named);
    execute format(
      'create trigger %I after delete on learning.%I referencing old table as gone for each statement
         execute function learning.was_referred_to(%L, %L, %L)', child || '_refers_by_' || named, parent, child, named, fate);
    execute format('comment on column learning.%I.%I is %L', child, named,
      format('References learning.%s (id) on delete %s, seen to by triggers (migration 0097).', parent, fate));
  end loop;
end $$;
