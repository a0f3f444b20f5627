import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { recomputeRanks } from './waiting-list.ts'

/**
 * Renumbers the lists that earlier runs of this batch promoted from, since the last one that finished: one whose process was
 * killed between a formation's first seat and its last has left the list as it was. Those that are right are not written.
 * Returns how many lists were looked at.
 */
export async function rankAfterCutShort(
  client: pg.ClientBase,
  {
    run,
    campaignId,
    now,
  }: {
    readonly run: { readonly id: number; readonly code: string }
    readonly campaignId: number
    readonly now: Temporal.Instant
  },
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `select distinct application.formation_id as id
     from batch_run
     join admissions.dossier_event as event on event.run_id = batch_run.id and event.event = 'promoted'
     join admissions.application on application.id = event.application_id
     where batch_run.batch_code = $1 and batch_run.id < $2
       and batch_run.id > coalesce(
         (select max(id) from batch_run where batch_code = $1 and id < $2 and state = 'finished'), 0)
     order by 1`,
    [run.code, run.id],
  )
  const formations = rows.map(({ id }) => id)
  await recomputeRanks(client, formations, { campaignId, now })
  return formations.length
}
