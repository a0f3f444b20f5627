-- Sign-ins that a browser has begun at the university's sign-in service and not yet come back from. Each serves once,
-- for the browser that holds the cookie, within minutes: so somebody else's answer (login CSRF), an answer of another
-- service (mix-up) and an answer seen before are all refused. Unlogged: after a crash one signs in again.
create unlogged table pending_sign_in (
  -- SHA-256 of what the service hands back: OIDC's state, the parameter of the same name in CAS's service address.
  state_hash bytea primary key,
  -- SHA-256 of the cookie.
  browser_hash bytea not null,
  provider text not null check (provider in ('oidc', 'cas')),
  -- Where the service sends the browser back to: OIDC's redirect_uri, CAS's service, to be repeated letter by letter.
  callback text not null,
  nonce text,
  code_verifier text,
  -- Where in the back-office to go then: a path.
  return_to text not null,
  expires_at timestamptz not null,
  check ((provider = 'oidc') = (nonce is not null and code_verifier is not null))
);
create index pending_sign_in_by_expiry on pending_sign_in (expires_at);
