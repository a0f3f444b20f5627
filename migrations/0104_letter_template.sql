-- Texts of the letters, edited on screen. Every save is a version: a printed letter can be explained years later.
create table letter_template (
  kind text not null check (kind in ('follow-up', 'follow-up-reminder')),
  version int not null,
  -- Sender block, place, subject, paragraphs, signature: `LetterTemplate` of src/health/letters/template/.
  content jsonb not null,
  saved_at timestamptz not null default now(),
  saved_by text not null,
  primary key (kind, version)
);
