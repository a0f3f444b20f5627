-- The files of a day for Pégase (admissions.md 5.3): which day's files last said something of a pre-registration.
alter table admissions.opi
  -- The day whose files had the wish when it was noted as poured, or no longer had it when it was noted as withdrawn. Those of
  -- today are written again whenever today's files are.
  add column file_day date;
create index opi_by_file_day on admissions.opi (file_day) where file_day is not null;

alter table admissions.opi_file
  add column bytes bigint not null default 0;
