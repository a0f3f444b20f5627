import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { invalidField, refused } from '../../platform/edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import type { SurveyOutcome } from './sync/survey-outcome.ts'

/** What an administrator sets of a form (admissions.md 4.6). */
export interface FormValues {
  /** LimeSurvey's identifier of the survey. */
  readonly surveyId: number
  readonly label: string
  /** Where candidates fill it in. */
  readonly url: string | null
  readonly shared: boolean
  readonly conditional: boolean
  readonly inService: boolean
  /** Codes of the formations that want it. */
  readonly formations: readonly string[]
}

export interface Form extends FormValues {
  readonly id: number
  readonly code: string
  /** Answers kept, of candidates and of applications. */
  readonly answers: number
  /** Responses of LimeSurvey that are nobody's. */
  readonly rejections: number
  readonly lastSync: SurveyOutcome | null
  readonly lastSyncAt: Date | null
  readonly lastFullAt: Date | null
  readonly version: number
}

/** Every form, those in service first; or the one asked for. */
export async function readForms(db: Queryable, id: number | null = null): Promise<Form[]> {
  const { rows } = await db.query<Form>(
    `select form.id, form.survey_id as "surveyId", form.code, form.label, form.url, form.shared, form.conditional,
            form.in_service as "inService", form.last_sync as "lastSync", form.last_sync_at as "lastSyncAt",
            form.last_full_at as "lastFullAt", form.version,
            array(select formation.code from admissions.formation_form link
                  join admissions.formation on formation.id = link.formation_id
                  where link.form_id = form.id order by formation.code) as formations,
            ((select count(*) from admissions.form_answer_candidate answer where answer.survey_id = form.survey_id)
             + (select count(*) from admissions.form_answer_application answer
                where answer.survey_id = form.survey_id))::int as answers,
            (select count(*)::int from admissions.form_response response
             where response.survey_id = form.survey_id and outcome <> 'taken') as rejections
     from admissions.form
     where $1::bigint is null or form.id = $1
     order by form.in_service desc, form.code`,
    [id],
  )
  return rows
}

/** Changes a form; `version` is the one that the editor has seen. Throws `EditRefused`. */
export async function changeForm(
  database: Database,
  editor: Editor,
  id: number,
  version: number,
  edit: Partial<FormValues>,
  now: string,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      'select version from admissions.form where id = $1 for update',
      [id],
    )
    if (rows[0] === undefined)
      throw refused('NOT_FOUND', { fr: 'Ce formulaire n’existe pas', en: 'There is no such form' })
    if (rows[0].version !== version)
      throw refused('STALE_VERSION', {
        fr: 'Ce formulaire a été modifié entre-temps : fermez, relisez, recommencez',
        en: 'This form was changed meanwhile: close, read again, start over',
      })
    const before = valuesOf((await readForms(client, id))[0]!)
    const after = {
      ...before,
      ...edit,
      formations: [...new Set(edit.formations ?? before.formations)].sort(),
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return
    await expectFreeSurvey(client, after.surveyId, id)
    await client.query(
      `update admissions.form
       set survey_id = $2, label = $3, url = $4, shared = $5, conditional = $6, in_service = $7, changed_at = $8,
           -- Another survey is read from its beginning.
           last_full_at = case when survey_id = $2 then last_full_at end,
           version = version + 1
       where id = $1`,
      [id, after.surveyId, after.label, after.url, after.shared, after.conditional, after.inService, now],
    )
    await linkFormations(client, id, after.formations)
    await recordEdit(client, editor, {
      action: 'survey-form.changed',
      subject: `form:${id}`,
      before: { ...before },
      after: { ...after },
    })
  })
}

function valuesOf({
  surveyId,
  label,
  url,
  shared,
  conditional,
  inService,
  formations,
}: FormValues): FormValues {
  return { surveyId, label, url, shared, conditional, inService, formations }
}

async function expectFreeSurvey(client: Queryable, surveyId: number, id: number): Promise<void> {
  const { rows } = await client.query<{ code: string }>(
    'select code from admissions.form where survey_id = $1 and id <> $2',
    [surveyId, id],
  )
  if (rows[0] !== undefined)
    throw invalidField('surveyId', {
      fr: `Le formulaire ${rows[0].code} porte déjà l’enquête ${surveyId}`,
      en: `Form ${rows[0].code} already has survey ${surveyId}`,
    })
}

/** Makes these formations, and no other, want the form. Throws `EditRefused` on a code that nobody knows. */
export async function linkFormations(
  client: Queryable,
  formId: number,
  codes: readonly string[],
): Promise<boolean> {
  const { rows } = await client.query<{ code: string; id: number | null }>(
    `select given.code, formation.id from unnest($1::text[]) as given (code)
     left join admissions.formation on formation.code = given.code`,
    [codes],
  )
  const unknown = rows.find(({ id }) => id === null)
  if (unknown !== undefined)
    throw invalidField('formations', {
      fr: `Aucune formation n’a le code ${unknown.code}`,
      en: `No formation has the code ${unknown.code}`,
    })
  const { rows: touched } = await client.query(
    `with removed as (
       delete from admissions.formation_form where form_id = $1 and formation_id <> all ($2) returning formation_id
     ), added as (
       insert into admissions.formation_form (formation_id, form_id) select unnest($2::bigint[]), $1
       on conflict do nothing returning formation_id
     ) select formation_id from removed union all select formation_id from added`,
    [formId, rows.map(({ id }) => id)],
  )
  return touched.length > 0
}
