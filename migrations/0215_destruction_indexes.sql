-- The destruction of a campaign deletes by application, account and path, whatever else the tables hold: each way has its index.
create index form_not_concerned_by_application on admissions.form_not_concerned (application_id);
create index attachment_model_by_file on admissions.attachment_model (file_id) where file_id is not null;
create index file_cleanup_by_campaign on admissions.file_cleanup (campaign_id, id);
-- Files below a folder: `C26/` to `C260`, the next character after the slash.
create index stored_file_by_folder on admissions.stored_file (path collate "C") where owner_kind = 'C';
create index unit_failure_by_unit on batch_unit_failure (unit_key);

-- Mails of the admissions office name in their occasion whom they are about, as `admissions:…:account:12`, `application:34` or
-- `candidate:56`: what they say goes with the dossier.
create index outgoing_mail_by_account on outgoing_mail
  ((substring(occasion from '^admissions.*\maccount:(\d{1,18})')::bigint))
  where occasion ~ '^admissions.*\maccount:\d';
create index outgoing_mail_by_application on outgoing_mail
  ((substring(occasion from '^admissions.*\mapplication:(\d{1,18})')::bigint))
  where occasion ~ '^admissions.*\mapplication:\d';
create index outgoing_mail_by_candidate on outgoing_mail
  ((substring(occasion from '(?:^admissions.*\mcandidate:|^CANDIDATURE_MODIF_COD_OPI:)(\d{1,18})')::bigint))
  where occasion ~ '(?:^admissions.*\mcandidate:|^CANDIDATURE_MODIF_COD_OPI:)\d';
