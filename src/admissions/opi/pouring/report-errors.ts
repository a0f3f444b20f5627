import type pg from 'pg'
import type { Clock } from '../../../platform/clock.ts'
import { postMail } from '../../../platform/outgoing-mail.ts'
import { type OpiCause, opiCauses } from '../causes.ts'

interface Unreported {
  readonly dossier: string
  readonly cause: OpiCause
  readonly aside: boolean
  readonly formations: string[]
}

const linesAtMost = 300

/**
 * One mail a run to the functional administrators, with what they were not told yet: a candidate's cause when it first stands in
 * the way, and once more when the pre-registration is put aside (admissions.md 6, cases 51 and 55). Dossier numbers and
 * codes only. Returns how many candidates it tells of.
 */
export async function reportErrors(
  client: pg.PoolClient,
  {
    campaignId,
    runId,
    to,
    clock,
  }: { campaignId: number; runId: number; to: readonly string[]; clock: Clock },
): Promise<number> {
  const { rows } = await client.query<Unreported>(
    `with news as (
       select o.application_id, p.candidate_id, a.dossier_no, f.code as formation, o.cause,
              o.quarantined_at is not null as aside,
              o.cause || case when o.quarantined_at is null then '' else ':aside' end as told
       from admissions.opi o
         join admissions.application p on p.id = o.application_id
         join admissions.formation f on f.id = p.formation_id
         join admissions.candidate c on c.id = p.candidate_id
         join admissions.account a on a.id = c.account_id
       where o.state = 'error' and a.campaign_id = $1
     ), unheard as (
       select * from news
       where not exists (
         select from admissions.opi told
           join admissions.application other on other.id = told.application_id
         where other.candidate_id = news.candidate_id and told.reported_cause in (news.told, news.cause || ':aside'))
     ), noted as (
       update admissions.opi o set reported_cause = unheard.told
       from unheard where o.application_id = unheard.application_id
     )
     select dossier_no as dossier, cause, aside, array_agg(formation order by formation) as formations
     from unheard group by dossier_no, cause, aside order by cause, dossier_no`,
    [campaignId],
  )
  if (rows.length === 0 || to.length === 0) return rows.length
  const text = [
    `Le déversement des OPI (exécution n° ${runId}) a laissé ${rows.length === 1 ? 'un dossier' : `${rows.length} dossiers`} sans suite.`,
    'Chacun n’est signalé qu’une fois par cause ; la page « OPI » les montre tous et dit que faire.',
    ...byCause(rows.slice(0, linesAtMost)),
    ...(rows.length > linesAtMost
      ? [`… et ${rows.length - linesAtMost} autres : voir la page « OPI ».`]
      : []),
  ].join('\n\n')
  await postMail(
    client,
    `BATCH_ASYNC_OPI:errors:${runId}`,
    { to, subject: `OPI : ${rows.length} dossier(s) à corriger`, text: `${text}\n` },
    clock,
  )
  return rows.length
}

function byCause(rows: readonly Unreported[]): string[] {
  return [...Map.groupBy(rows, ({ cause }) => cause)].map(([cause, group]) =>
    [
      `${opiCauses[cause].fr} :`,
      ...group.map(
        ({ dossier, formations, aside }) =>
          `  dossier ${dossier} (${formations.join(', ')})${aside ? ', mis en quarantaine' : ''}`,
      ),
    ].join('\n'),
  )
}
