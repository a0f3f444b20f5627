-- Import models: how one source (APOGEE, CHU) maps to the student record. A model that brought students is
-- deactivated, not deleted.
create table import_model (
  id int generated always as identity primary key,
  code text not null unique,
  label text not null,
  active boolean not null default true,
  format_version text not null default '1.2.1' check (format_version in ('base', '1.2.0', '1.2.1')),
  nightly boolean not null default false,
  empty_erases boolean not null default false,
  keep_nir boolean not null default false,
  strict_codes boolean not null default false,
  protected_columns text[] not null default '{}',
  default_establishment text
);
-- The nightly import has one model at most.
create unique index import_model_nightly on import_model (nightly) where nightly;

-- What a registry's code stands for, where it is not the item of the same code.
create table import_model_code (
  model_id int not null references import_model on delete cascade,
  nomenclature_id int not null references nomenclature,
  source_code text not null,
  item_id bigint not null references nomenclature_item,
  primary key (model_id, nomenclature_id, source_code, item_id)
);

insert into import_model (code, label, nightly) values
  ('APOGEE', 'Apogée', true),
  ('CHU', 'Centre hospitalier universitaire', false);
