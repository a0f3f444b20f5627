-- When a line may be passed over because of its mark (0042). Reading it must find that one student and nobody else,
-- so whatever gives somebody else one of his keys empties his marks too, whoever does it.

-- Which rules, model and code lists the marks were made under: those of others are never loaded, and give way to new
-- ones instead of piling up. The hashes depend on it already: a number that happens to be equal does no harm.
alter table student_source add column marks_meaning int not null default 0;

create function forget_marks_of_ine(ine10 text) returns void language sql as $$
  update student_source set marks = '{}'
  where marks <> '{}' and student_id in (
    select id from student where left(ine, 10) = ine10 and ine is not null and merged_into is null
    union all
    select student_id from student_ine_alias where left(ine, 10) = ine10)
$$;

create function forget_marks_of_namesakes() returns trigger language plpgsql as $$
begin
  perform forget_marks_of_ine(left(new.ine, 10)) where new.ine is not null;
  perform forget_marks_of_ine(left(ine, 10)) from student_ine_alias where student_id = new.id;
  update student_source set marks = '{}'
  where marks <> '{}' and student_id in (
    select id from student
    where name_key = new.name_key and first_name_key = new.first_name_key
      and birth_date = new.birth_date and nationality_code = new.nationality_code and merged_into is null);
  return null;
end $$;
-- An import creates a student only where nobody has one of his keys: it need not ask, a million times.
create trigger student_added after insert on student for each row
  when (current_setting('nocturne.importing', true) is distinct from 'on')
  execute function forget_marks_of_namesakes();
create trigger student_rekeyed
  after update of ine, name_key, first_name_key, birth_date, nationality_code, merged_into on student for each row
  when ((old.ine, old.name_key, old.first_name_key, old.birth_date, old.nationality_code, old.merged_into)
    is distinct from
    (new.ine, new.name_key, new.first_name_key, new.birth_date, new.nationality_code, new.merged_into))
  execute function forget_marks_of_namesakes();
create trigger student_deleted after delete on student
  referencing old table as changed
  for each statement execute function forget_marks_of_changed_students();

create function forget_marks_of_alias() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update student_source set marks = '{}' where marks <> '{}' and student_id = old.student_id;
    perform forget_marks_of_ine(left(old.ine, 10));
  end if;
  if tg_op <> 'DELETE' then
    update student_source set marks = '{}' where marks <> '{}' and student_id = new.student_id;
    perform forget_marks_of_ine(left(new.ine, 10));
  end if;
  return null;
end $$;
create trigger alias_changed after insert or update or delete on student_ine_alias
  for each row execute function forget_marks_of_alias();

-- An enrolment that goes to another student leaves one who had it: 0042 thinks of the one who gets it.
create function forget_marks_of_former_owner() returns trigger language plpgsql as $$
begin
  update student_source set marks = '{}' where marks <> '{}' and student_id = old.student_id;
  return null;
end $$;
create trigger enrolment_moved after update of student_id on enrolment for each row
  when (old.student_id <> new.student_id)
  execute function forget_marks_of_former_owner();
