-- Mail templates that the program comes with. Their words stand in the code (`src/admissions/mails/shipped-templates.ts`) as long as
-- the establishment has given them none of its own: a better text arrives with the next version.
alter table admissions.mail_template
  alter column subject_fr drop not null,
  alter column body_fr drop not null,
  add check ((subject_fr is null) = (body_fr is null)),
  add check ((subject_en is null) = (body_en is null)),
  -- No English words of one's own beside the French words delivered.
  add check (subject_fr is not null or subject_en is null);

insert into admissions.mail_template (code, label) values
  ('CANDIDATURE_DESIST_AUTO', 'Désistement automatique'),
  ('CANDIDATURE_RELANCE_FAVO', 'Relance d’un avis favorable'),
  ('COMMISSION_ALERT_LISTE_PRINC', 'Commission : passage en liste principale'),
  ('CANDIDATURE_MODIF_COD_OPI', 'Changement de code de préinscription (OPI)'),
  ('DECISION_FAVORABLE', 'Décision favorable'),
  ('DECISION_LISTE_COMP', 'Décision : liste complémentaire'),
  ('DECISION_DEFAVORABLE', 'Décision défavorable'),
  ('DECISION_PRESELECTION', 'Décision : présélection');
