-- Why a run waits, was skipped, cancelled or interrupted becomes a code with its arguments (`run-reason.ts`), worded in
-- the reader's language. What was written before keeps its French words.
alter table batch_run
  alter column reason type jsonb
    using case when reason is not null then jsonb_build_object('code', 'words', 'text', reason) end,
  add constraint batch_run_reason check (reason ? 'code');
