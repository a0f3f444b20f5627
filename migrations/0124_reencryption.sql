-- Encrypting a NIR anew, with another key, changes nothing of the student: lines that would change nothing before still
-- do not, and keep their marks (0042). Said by `set local nocturne.reencrypting = 'on'`, in a transaction that updates
-- nothing but encrypted columns.
create or replace function forget_marks_of_changed_students() returns trigger language plpgsql as $$
begin
  if current_setting('nocturne.reencrypting', true) = 'on' then
    return null;
  end if;
  update student_source set marks = '{}'
  where marks <> '{}' and student_id = any (array (select id from changed));
  return null;
end $$;
