-- Whatever is written for a record that was merged away belongs to the record that kept it: whoever looked the record up
-- a moment before the merge writes after it all the same. Imports have a gate of their own (student-import/store/import-gate.ts):
-- enrolments come by the million and ask nobody.
create function lead_to_kept_record() returns trigger language plpgsql as $$
declare
  kept bigint;
begin
  select merged_into into kept from student where id = new.student_id;
  if kept is not null then
    new.student_id := kept;
  end if;
  return new;
end $$;

create trigger kept_record before insert or update of student_id on consultation
  for each row execute function lead_to_kept_record();
create trigger kept_record before insert or update of student_id on record_lock
  for each row execute function lead_to_kept_record();
create trigger kept_record before insert or update of student_id on appointment
  for each row execute function lead_to_kept_record();
create trigger kept_record before insert or update of student_id on follow_up
  for each row execute function lead_to_kept_record();
create trigger kept_record before insert or update of student_id on returned_mail
  for each row execute function lead_to_kept_record();
create trigger kept_record before insert or update of student_id on vaccination
  for each row execute function lead_to_kept_record();
create trigger kept_record before insert or update of student_id on scan_file
  for each row when (new.student_id is not null) execute function lead_to_kept_record();

create index duplicate_pair_ignored on duplicate_pair (score desc, id) where state = 'ignored';
