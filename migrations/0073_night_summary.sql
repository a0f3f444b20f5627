-- Each morning's summary, decided once for each of its readers, sent or not: the next one begins where it ended.
create table night_summary (
  -- `account:7`, or `mail:` and an address of the setting core.alerts.mail.
  recipient text not null,
  date date not null,
  covers_from timestamptz not null,
  covers_until timestamptz not null,
  -- False: there was nothing to say.
  mailed boolean not null,
  primary key (recipient, date)
);
