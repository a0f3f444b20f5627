-- Every run of the health service leaves its beginning and its end in the audit trail (health.md 2 and 5.5: what ran,
-- when, at whose request), which outlives the history: 13 months there, years here. By a trigger, because a run ends in
-- several ways (done, cancelled, its node died, found stuck) and none of them is to be forgotten.
create function audit_health_run() returns trigger language plpgsql as $$
begin
  perform record_audit(
    'SYSTEM:' || new.batch_code,
    case new.state when 'running' then 'run.started' else 'run.ended' end,
    'run:' || new.id,
    new.application,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'trigger', new.trigger,
      'requestedBy', new.requested_by,
      'state', case when new.state <> 'running' then new.state end)));
  return null;
end
$$;
create trigger health_run_audited after update of state on batch_run
  for each row
  -- CLEAN is one of the fourteen, though it tidies for all applications.
  when ((new.application = 'health' or new.batch_code = 'CLEAN')
    and old.state is distinct from new.state and 'running' in (old.state, new.state))
  execute function audit_health_run();
