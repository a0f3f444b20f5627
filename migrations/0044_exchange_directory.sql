-- Where an exchange writes its reports: with its label, which reports are its own, should it die before naming them.
alter table file_exchange add column directory text;
