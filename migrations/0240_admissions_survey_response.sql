-- What became of each response of a survey (admissions.md 3.11): so a synchronisation asks LimeSurvey for those it has not seen,
-- in whatever order they were completed, and a rejected one can be told. No answer stands here, and no name.
create table admissions.form_response (
  survey_id int not null,
  response_id int not null,
  -- `taken`, or why not: src/admissions/surveys/classify-response.ts
  outcome text not null check (length(outcome) between 1 and 40),
  submitted_at timestamptz,
  seen_at timestamptz not null,
  primary key (survey_id, response_id)
);
create index form_response_rejected on admissions.form_response (survey_id, response_id desc) where outcome <> 'taken';

-- Answers of a survey, the newest first.
create index form_answer_candidate_by_survey on admissions.form_answer_candidate (survey_id, response_id desc);
create index form_answer_application_by_survey on admissions.form_answer_application (survey_id, response_id desc);
