-- Lists of accounts are searched by the beginning of a number, a name or an address, whatever the collation of the database.
create index account_by_number_prefix on admissions.account (dossier_no text_pattern_ops);
create index account_by_name_prefix on admissions.account (lower(last_name) text_pattern_ops);
create index account_by_mail_prefix on admissions.account (lower(mail) text_pattern_ops);
-- Few applications are given up, confirmed or refused: found without looking at all the others.
create index application_cancelled on admissions.application (candidate_id) where cancelled_at is not null;
create index application_answered on admissions.application (accepted, candidate_id) where accepted is not null;
