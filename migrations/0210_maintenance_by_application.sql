-- Maintenance of one application: closing the admissions office does not close the health service. The row without application
-- (`installation`) closes everything, as before.
alter table maintenance drop constraint maintenance_pkey, drop column only_row;
alter table maintenance add column scope text primary key default 'installation'
  check (scope in ('installation', 'health', 'admissions', 'learning'));
alter table maintenance alter column scope drop default;
insert into maintenance (scope) values ('health'), ('admissions'), ('learning');
