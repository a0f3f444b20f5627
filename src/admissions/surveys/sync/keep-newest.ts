import type { Queryable } from '../../../platform/database.ts'

export interface WrittenAnswer {
  readonly level: 'candidate' | 'application'
  readonly targetId: number
  readonly accountId: number
  readonly responseId: number
  readonly inserted: boolean
}

const tables = {
  candidate: { answers: 'form_answer_candidate', target: 'candidate', key: 'candidate_id' },
  application: { answers: 'form_answer_application', target: 'application', key: 'application_id' },
} as const

/**
 * Keeps, of each candidate and of each application, the newest of what came and what is there (admissions.md 3.11): what was
 * answered before what is blank, then the later date, then the higher identifier; by identifiers alone where one of them has
 * no date. What is there already is not written again. In the transaction of `incoming`.
 */
export async function keepNewest(client: Queryable, surveyId: number, now: string): Promise<WrittenAnswer[]> {
  return [
    ...(await keepNewestOf(client, 'candidate', surveyId, now)),
    ...(await keepNewestOf(client, 'application', surveyId, now)),
  ]
}

async function keepNewestOf(
  client: Queryable,
  level: keyof typeof tables,
  surveyId: number,
  now: string,
): Promise<WrittenAnswer[]> {
  const { answers, target, key } = tables[level]
  // Whom an answer is written to is not deleted under our hands; who is gone already is left out.
  await client.query(
    `select from admissions.${target} where id in (select target_id from incoming where level = $1)
     order by id for key share`,
    [level],
  )
  const { rows } = await client.query<Omit<WrittenAnswer, 'level'>>(
    `with candidates as (
       select target_id, response_id, submitted_at, blank, raw_hash, false as stored
       from incoming where level = $1
       union all
       select ${key}, response_id, submitted_at,
              not exists (select from jsonb_array_elements(answers) as pair where btrim(pair ->> 1) <> ''),
              raw_hash, true
       from admissions.${answers}
       where survey_id = $2 and ${key} in (select target_id from incoming where level = $1)
     ), dated as (
       select *, bool_and(submitted_at is not null) over (partition by target_id) as all_dated from candidates
     ), newest as (
       select distinct on (target_id) target_id, response_id, stored from dated
       order by target_id, blank, case when all_dated then submitted_at end desc, response_id desc, stored
     ), written as (
       insert into admissions.${answers} as kept
         (${key}, survey_id, response_id, submitted_at, answers, raw_hash, received_at)
       select target_id, $2, response_id, incoming.submitted_at, incoming.answers, incoming.raw_hash, $3
       from newest join incoming using (target_id, response_id)
       join admissions.${target} as alive on alive.id = target_id
       where not newest.stored and incoming.level = $1
       on conflict (${key}, survey_id) do update
         set response_id = excluded.response_id, submitted_at = excluded.submitted_at, answers = excluded.answers,
             raw_hash = excluded.raw_hash, received_at = excluded.received_at
         where (kept.response_id, kept.raw_hash) <> (excluded.response_id, excluded.raw_hash)
       returning ${key} as target_id, response_id, xmax = 0 as inserted
     )
     select target_id as "targetId", account_id as "accountId", response_id as "responseId", inserted
     from written join incoming using (target_id, response_id) where level = $1
     order by response_id`,
    [level, surveyId, now],
  )
  return rows.map((row) => ({ level, ...row }))
}
