-- Who did what, for years: entries that are only ever added, each sealed with the hash of the one before, so that an
-- entry changed, removed or slipped in afterwards is found out (`./nocturne audit verify`).

create table audit_event (
  -- Without gaps: the chain gives it.
  id bigint primary key,
  at timestamptz not null,
  actor text not null check (actor <> ''),
  action text not null check (action ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$'),
  subject text,
  application text,
  address text,
  detail jsonb not null check (jsonb_typeof(detail) = 'object'),
  previous_hash bytea not null,
  hash bytea not null
);
create index audit_event_by_action on audit_event (action text_pattern_ops, id desc);
create index audit_event_by_subject on audit_event (subject text_pattern_ops, id desc);
create index audit_event_by_time on audit_event (at);

-- The end of the chain: without it, entries cut off the tail would not be missed.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  last_id bigint not null,
  last_hash bytea not null
);
insert into audit_head (last_id, last_hash) values (0, sha256('nocturne'));

-- Entries of transactions under way; joined to the chain as they commit, and empty in between. So the chain's lock is
-- held for the instant of a commit, after every other lock: no deadlock, and a long transaction delays nobody.
create table audit_pending (
  id bigint generated always as identity primary key,
  actor text not null check (actor <> ''),
  action text not null check (action ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$'),
  subject text,
  application text,
  address text,
  detail jsonb not null check (jsonb_typeof(detail) = 'object')
);

create function audit_hash(
  previous_hash bytea, id bigint, at timestamptz, actor text, action text, subject text, application text,
  address text, detail jsonb
) returns bytea language sql stable parallel safe as $$
  select sha256(previous_hash || convert_to(
    jsonb_build_array(
      id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      actor, action, subject, application, address, detail
    )::text, 'UTF8'))
$$;

-- What programs call. The entry counts from the commit of the transaction that calls it, or not at all.
create function record_audit(
  actor text, action text, subject text, application text, address text, detail jsonb
) returns void language sql as $$
  insert into audit_pending (actor, action, subject, application, address, detail)
  values (actor, action, subject, application, address, detail)
$$;

create function audit_join_chain() returns trigger language plpgsql as $$
declare
  head audit_head;
  entry_at timestamptz;
  entry_hash bytea;
begin
  select * into strict head from audit_head for update;
  -- Read under the lock: entries are in the order of their times.
  entry_at := clock_timestamp();
  entry_hash := audit_hash(
    head.last_hash, head.last_id + 1, entry_at, new.actor, new.action, new.subject, new.application, new.address,
    new.detail);
  insert into audit_event
    values (head.last_id + 1, entry_at, new.actor, new.action, new.subject, new.application, new.address, new.detail,
      head.last_hash, entry_hash);
  update audit_head set last_id = head.last_id + 1, last_hash = entry_hash;
  delete from audit_pending where id = new.id;
  return null;
end
$$;
create constraint trigger audit_join_chain after insert on audit_pending
  deferrable initially deferred for each row execute function audit_join_chain();

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_append_only before update or delete on audit_event
  for each row execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit_event
  for each statement execute function audit_is_append_only();
create trigger audit_head_moves_on before update on audit_head
  for each row when (new.last_id <> old.last_id + 1) execute function audit_is_append_only();
create trigger audit_head_stays before delete on audit_head
  for each row execute function audit_is_append_only();
create trigger audit_head_no_truncate before truncate on audit_head
  for each statement execute function audit_is_append_only();
