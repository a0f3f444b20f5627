-- What the university's sign-in service calls the session that stands behind one of ours: to end ours when CAS says so
-- (the ticket that opened it), and to end theirs when somebody signs out here (OIDC's id token as a hint).
create table external_session (
  session_id uuid primary key references account_session (id) on delete cascade,
  -- SHA-256: who reads the table cannot sign anybody out.
  ticket_hash bytea,
  -- Long expired as a proof of anything by the time it is used; names the person and the session to the provider.
  id_token text
);
create index external_session_by_ticket on external_session (ticket_hash);
