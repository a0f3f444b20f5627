-- Runtime settings and who changed them. A key that is absent has the default of its definition in the code.
create table setting (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);

create table setting_change (
  id bigint generated always as identity primary key,
  key text not null,
  old_value jsonb,
  new_value jsonb,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
create index setting_change_by_key on setting_change (key, id desc);
