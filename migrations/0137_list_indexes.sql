-- Lists of one state, one motive or one practitioner, at their first page as at their last: without these a filter that
-- few rows pass reads all of them (a million appointments after some years).
create index appointment_by_state on appointment (state, starts_at, id);
create index appointment_by_motive on appointment (motive_id, starts_at, id);
create index follow_up_by_state on follow_up (state, due_on, id);
create index follow_up_by_motive on follow_up (motive_id, due_on, id);
create index consultation_by_practitioner on consultation (lower(practitioner), opened_at desc, id desc);
