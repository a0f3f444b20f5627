-- A held exchange whose approval came to nothing waits again, however the run of the approval ended: failed, cancelled
-- in the queue, or interrupted because its process was killed, when no code of its own is left to say so.
create function hold_again_after_vain_approval() returns trigger language plpgsql as $$
declare
  held record;
begin
  for held in
    update file_exchange exchange set state = 'held', decided_by = null, decided_at = null
    where id = (new.parameters ->> 'approvalOf')::bigint and state = 'approved' and not exists (
      select from file_exchange again
      where again.approval_of = exchange.id and again.state in ('applied', 'held', 'approved', 'discarded'))
    returning run_id
  loop
    perform pg_notify('nocturne', json_build_object('kind', 'exchange', 'run', held.run_id)::text);
  end loop;
  return null;
end $$;

create trigger approval_ended_without_effect after update of state on batch_run for each row
  when (new.state in ('failed', 'interrupted', 'cancelled')
    and new.parameters ->> 'approvalOf' ~ '^\d{1,15}$')
  execute function hold_again_after_vain_approval();

-- What waits is approved from its copy; when runs are listed their approvals are asked for by exchange.
create index file_exchange_approval on file_exchange (approval_of) where approval_of is not null;
