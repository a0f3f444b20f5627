import type { Queryable } from '../../platform/database.ts'
import type { DestroyedCounts } from './destruction-report.ts'

export interface DestructionReport {
  readonly id: number
  readonly campaignId: number
  readonly campaignCode: string
  readonly campaignLabel: string
  readonly archivedAt: string
  readonly retentionDays: number
  readonly startedAt: string
  /** Null: not ended yet. */
  readonly completedAt: string | null
  readonly runIds: number[]
  readonly askedBy: string | null
  readonly counts: DestroyedCounts
  /** Civil date. */
  readonly keepUntil: string | null
  /** What still stands in the way. */
  readonly remaining: {
    readonly accounts: number
    readonly files: number
    readonly causes: { words: string; files: number }[]
  }
}

/** Reports of destructions, the latest first, or one of them. They are few: one a year and system. */
export async function readReports(db: Queryable, id: number | null = null): Promise<DestructionReport[]> {
  const { rows } = await db.query<
    Omit<DestructionReport, 'archivedAt' | 'startedAt' | 'completedAt' | 'runIds' | 'remaining'> & {
      archivedAt: Date
      startedAt: Date
      completedAt: Date | null
      runIds: string[]
      accounts: number
      files: number
      causes: { words: string; files: number }[]
    }
  >(
    `select report.id, campaign_id as "campaignId", campaign_code as "campaignCode", campaign.label as "campaignLabel",
            report.archived_at as "archivedAt", retention_days as "retentionDays", started_at as "startedAt",
            completed_at as "completedAt", run_ids as "runIds", asked_by as "askedBy", counts, keep_until as "keepUntil",
            case when completed_at is null
                 then (select count(*) from admissions.account where account.campaign_id = campaign.id) else 0 end as accounts,
            (select count(*) from admissions.file_cleanup cleanup where cleanup.campaign_id = campaign.id) as files,
            (select coalesce(json_agg(json_build_object('words', words, 'files', files) order by files desc), '[]')
             from (select last_error as words, count(*) as files from admissions.file_cleanup cleanup
                   where cleanup.campaign_id = campaign.id and last_error is not null group by last_error) as by_cause)
              as causes
     from admissions.destruction_report report join admissions.campaign on campaign.id = report.campaign_id
     where $1::bigint is null or report.id = $1
     order by started_at desc, report.id desc`,
    [id],
  )
  return rows.map(({ accounts, files, causes, ...row }) => ({
    ...row,
    archivedAt: row.archivedAt.toISOString(),
    startedAt: row.startedAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
    runIds: row.runIds.map(Number),
    remaining: { accounts, files, causes },
  }))
}
