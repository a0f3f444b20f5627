-- The triggers of 0042 join what changed with all links. Where statistics say that there are none (they were gathered
-- before an import, or after one that was rolled back), the planner reads all links for every set of lines. An array
-- leaves it nothing but their index.
create or replace function forget_marks_of_changed_students() returns trigger language plpgsql as $$
begin
  update student_source set marks = '{}'
  where marks <> '{}' and student_id = any (array (select id from changed));
  return null;
end $$;

create or replace function forget_marks_of_changed_enrolments() returns trigger language plpgsql as $$
begin
  update student_source set marks = '{}'
  where marks <> '{}' and student_id = any (array (select student_id from changed));
  return null;
end $$;

create or replace function forget_marks_of_ine(ine10 text) returns void language sql as $$
  update student_source set marks = '{}'
  where marks <> '{}' and student_id = any (array (
    select id from student where left(ine, 10) = ine10 and ine is not null and merged_into is null
    union all
    select student_id from student_ine_alias where left(ine, 10) = ine10))
$$;

create or replace function forget_marks_of_namesakes() returns trigger language plpgsql as $$
begin
  perform forget_marks_of_ine(left(new.ine, 10)) where new.ine is not null;
  perform forget_marks_of_ine(left(ine, 10)) from student_ine_alias where student_id = new.id;
  update student_source set marks = '{}'
  where marks <> '{}' and student_id = any (array (
    select id from student
    where name_key = new.name_key and first_name_key = new.first_name_key
      and birth_date = new.birth_date and nationality_code = new.nationality_code and merged_into is null));
  return null;
end $$;
