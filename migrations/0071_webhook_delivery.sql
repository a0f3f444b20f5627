-- Alerts on their way to the webhook: written down with the alert, sent until the other side takes them or a day is over.
create table webhook_delivery (
  -- Sent with every attempt, so that the other side knows what it has seen already.
  id uuid primary key,
  alert_id bigint not null unique references alert on delete cascade,
  -- The bytes that are signed and sent, the same at every attempt.
  body text not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'given-up')),
  attempts int not null default 0,
  created_at timestamptz not null,
  -- While an attempt is under way: when it is taken for lost.
  next_attempt_at timestamptz not null,
  ended_at timestamptz,
  -- Of the last attempt: the HTTP status if there was an answer, else what went wrong.
  status int,
  error text,
  check ((state = 'pending') = (ended_at is null))
);
create index webhook_delivery_due on webhook_delivery (next_attempt_at) where state = 'pending';
create index webhook_delivery_given_up on webhook_delivery (ended_at) where state = 'given-up';
