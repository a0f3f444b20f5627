-- Code lists of the health service (PAYS, ETABLISSEMENT…). An item is deactivated, never deleted: students and
-- enrolments point to items without a foreign key (checking eight of them a line would double an import).
create table nomenclature (
  id int generated always as identity primary key,
  code text not null unique,
  label text not null,
  two_levels boolean not null default false
);

create table nomenclature_item (
  id bigint generated always as identity primary key,
  nomenclature_id int not null references nomenclature,
  parent_id bigint references nomenclature_item,
  code text not null,
  label text not null,
  active boolean not null default true,
  unique nulls not distinct (nomenclature_id, parent_id, code)
);

create function refuse_item_deletion() returns trigger language plpgsql as $$
begin
  raise exception 'a nomenclature item is deactivated, not deleted (item %)', old.id;
end $$;
create trigger nomenclature_item_stays before delete on nomenclature_item
  for each row execute function refuse_item_deletion();

insert into nomenclature (code, label, two_levels) values
  ('PAYS', 'Pays et nationalités', false),
  ('ETABLISSEMENT', 'Établissements et composantes', true),
  ('SITUATION FAMILIALE DE L ETUDIANT', 'Situations familiales', false),
  ('PROFESSION', 'Professions', false),
  ('BACCAULAUREAT', 'Baccalauréats', false);
