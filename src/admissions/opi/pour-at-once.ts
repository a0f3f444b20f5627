import type { Clock } from '../../platform/clock.ts'
import type { Connections } from '../../platform/connections.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import type { Settings } from '../../platform/settings.ts'
import { activeCampaign } from '../campaigns/active-campaign.ts'
import { opiAttachments, opiImmediate, opiUsed } from '../settings.ts'
import { pourCandidates } from './pouring/pour-candidates.ts'
import { readOptions } from './pouring/read-options.ts'
import { opiTableNames } from './settings.ts'
import { databaseTarget } from './target/database-target.ts'

export interface AtOncePlace {
  readonly database: Database
  readonly settings: Settings
  readonly clock: Clock
  readonly timeZone: string
  readonly connections: Connections | undefined
}

/** `poured`: tried, with whatever outcome stands on the row; otherwise BATCH_ASYNC_OPI will do it. */
export type AtOnceOutcome = 'poured' | 'left-to-the-batch'

/**
 * Pours an application as soon as it is confirmed (OPI_IS_IMMEDIAT, admissions.md 3.4), after the transaction of the answer: best
 * effort, which never fails the answer. What has attachments to pour is left to the batch. Only with Apogée: the files of
 * Pégase are those of a day.
 */
export async function pourAtOnce(place: AtOncePlace, applicationId: number): Promise<AtOnceOutcome> {
  const { database, settings, clock, timeZone, connections } = place
  const left = 'left-to-the-batch'
  if (connections?.sisKind !== 'A' || connections.opiUrl === null) return left
  if (!(await settings.get(opiUsed)) || !(await settings.get(opiImmediate))) return left
  const now = clock.now()
  const active = await activeCampaign(database.pool, { sisKind: 'A', now, timeZone })
  if (!active.ok) return left
  const withAttachments = await settings.get(opiAttachments)
  const candidateId = await candidateToPour(database.pool, applicationId, withAttachments)
  if (candidateId === null) return left
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate().toString()
  const target = databaseTarget(connections.opiUrl, { names: await settings.get(opiTableNames) })
  try {
    const poured = await pourCandidates(
      {
        database,
        transaction: (work) => transaction(database.pool, work),
        target,
        clock,
        options: await readOptions(database.pool, settings, today),
        campaign: active.campaign,
        author: 'BATCH_ASYNC_OPI',
        runId: null,
        withAttachments,
        warn: () => {},
      },
      [candidateId],
    )
    return poured.candidates === 0 ? left : 'poured'
  } finally {
    await target.close()
  }
}

/** Whose application it is, if it waits and none of the candidate's waiting ones has an attachment to pour. */
async function candidateToPour(
  db: Queryable,
  applicationId: number,
  withAttachments: boolean,
): Promise<number | null> {
  const { rows } = await db.query<{ candidate: number }>(
    `select p.candidate_id as candidate
     from admissions.application p join admissions.opi o on o.application_id = p.id
     where p.id = $1 and o.state = 'to-pour'
       and not ($2 and exists (
         select from admissions.application other
           join admissions.opi waiting on waiting.application_id = other.id and waiting.state = 'to-pour'
           join admissions.formation f on f.id = other.formation_id and f.demat
           join admissions.application_attachment file
             on file.application_id = other.id and file.file_id is not null and file.status = 'VA'
           join admissions.attachment_model model on model.id = file.model_id and model.sis_code is not null
         where other.candidate_id = p.candidate_id))`,
    [applicationId, withAttachments],
  )
  return rows[0]?.candidate ?? null
}
