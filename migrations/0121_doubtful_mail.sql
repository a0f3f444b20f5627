-- A mail whose sending was cut short may have left: it is never sent again, and told as doubtful.
alter table outgoing_mail drop constraint outgoing_mail_state_check;
alter table outgoing_mail add check (state in ('pending', 'sending', 'sent', 'failed', 'unknown'));
-- Since when it is with the mail server; far longer than any server takes: who was sending it is dead.
alter table outgoing_mail add column sending_since timestamptz;
update outgoing_mail set sending_since = now() where state = 'sending';
create index outgoing_mail_sending on outgoing_mail (sending_since) where state = 'sending';
