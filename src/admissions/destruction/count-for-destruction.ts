import type { Queryable } from '../../platform/database.ts'

/** What hangs from campaigns; `files`: those of their attachments, and those still to be removed from the disk. */
export async function countForDestruction(
  db: Queryable,
  campaignIds: readonly number[],
): Promise<{
  readonly accounts: number
  readonly applications: number
  readonly files: number
  readonly unpouredOpi: number
}> {
  const { rows } = await db.query<{
    accounts: number
    applications: number
    files: number
    unpouredOpi: number
  }>(
    `with dossier as materialized (
       select application.id from admissions.application
       join admissions.candidate on candidate.id = application.candidate_id
       join admissions.account on account.id = candidate.account_id
       where account.campaign_id = any ($1)
     )
     select (select count(*) from admissions.account where campaign_id = any ($1)) as accounts,
            (select count(*) from dossier) as applications,
            (select count(distinct attachment.file_id) from dossier
             join admissions.application_attachment attachment on attachment.application_id = dossier.id)
              + (select count(*) from admissions.file_cleanup where campaign_id = any ($1)) as files,
            (select count(*) from dossier join admissions.opi on opi.application_id = dossier.id
             where opi.state in ('to-pour', 'to-withdraw', 'error')) as "unpouredOpi"`,
    [campaignIds],
  )
  return rows[0]!
}
