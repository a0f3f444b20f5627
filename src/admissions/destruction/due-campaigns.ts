import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/** Never less, whatever the parameter says (admissions.md 3.6). */
export const shortestRetentionDays = 30

export interface ArchivedCampaign {
  readonly id: number
  readonly code: string
  readonly sisKind: string
  readonly archivedAt: string
  /** From when on it is destroyed: as many times 24 hours after its archiving, to the second. */
  readonly dueAt: string
  readonly isDue: boolean
  readonly inService: boolean
}

/** Archived campaigns that are not destroyed, whoever is due first; one is due strictly after its instant. */
export async function readArchivedCampaigns(
  db: Queryable,
  { retentionDays, now }: { readonly retentionDays: number; readonly now: Temporal.Instant },
): Promise<ArchivedCampaign[]> {
  if (!Number.isInteger(retentionDays) || retentionDays < shortestRetentionDays)
    throw new RangeError(`une rétention de ${retentionDays} jours : ${shortestRetentionDays} au moins`)
  const { rows } = await db.query<{
    id: number
    code: string
    sisKind: string
    archivedAt: Date
    dueAt: Date
    isDue: boolean
    inService: boolean
  }>(
    `select id, code, sis_kind as "sisKind", archived_at as "archivedAt", due as "dueAt", due < $2 as "isDue",
            in_service as "inService"
     from admissions.campaign, lateral (select archived_at + make_interval(hours => 24 * $1::int) as due) as then_due
     where archived_at is not null and destroyed_at is null
     order by due, id`,
    [retentionDays, now.toString()],
  )
  return rows.map((row) => ({
    ...row,
    archivedAt: row.archivedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
  }))
}
