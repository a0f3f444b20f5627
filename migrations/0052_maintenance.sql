-- Whether the application is closed to everyone but administrators; the admissions batches switch it too.
create table maintenance (
  only_row boolean primary key default true check (only_row),
  "on" boolean not null default false,
  message text,
  since timestamptz,
  by text
);
insert into maintenance default values;

-- Whoever changes it, all nodes and screens are told as the change is committed.
create function maintenance_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('nocturne', '{"kind":"maintenance"}');
  return null;
end
$$;
create trigger maintenance_changed after update on maintenance
  for each row when (old is distinct from new) execute function maintenance_changed();
