-- Attachments of pre-registrations (admissions.md 3.12): the information system keeps one file for each record and attachment
-- code. Where two applications have different ones, the newest is there and the other is `superseded`.
alter table admissions.opi_attachment drop constraint opi_attachment_state_check;
alter table admissions.opi_attachment add constraint opi_attachment_state_check
  check (state in ('to-send', 'sent', 'absent', 'error', 'superseded'));
create index opi_attachment_by_state on admissions.opi_attachment (state, id);
