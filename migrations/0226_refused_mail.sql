-- A mail that the server refused for good (5xx), told apart from one that was tried too often: its address is no good.
alter table outgoing_mail add column refused_at timestamptz;
create index outgoing_mail_refused on outgoing_mail (refused_at) where refused_at is not null;
