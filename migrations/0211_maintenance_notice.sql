-- What was opened or closed is said by the notice itself.
create or replace function maintenance_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('nocturne', json_build_object('kind', 'maintenance', 'scope', new.scope)::text);
  return null;
end
$$;
