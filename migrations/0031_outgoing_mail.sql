-- Mails wait here until the server has taken them: a mail server that is down delays a report, it never fails a run.
create table outgoing_mail (
  id bigint generated always as identity primary key,
  -- Names the occasion; the same occasion is never mailed twice.
  occasion text not null unique,
  mail jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  sent_at timestamptz,
  error text
);
create index outgoing_mail_due on outgoing_mail (next_attempt_at) where state = 'pending';
