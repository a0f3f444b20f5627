import { rm } from 'node:fs/promises'
import type { RunContext } from '../../batch/run-context.ts'
import { runDirectory } from '../../batch/run-files.ts'

/** How far back is looked: what an earlier sweep could not remove is tried again. */
const lookedAt = 50

/**
 * Removes what runs of this batch that died or failed left on the disk without listing it: letters of people are not to
 * lie there until the history is purged.
 */
export async function sweepUnlisted({ database, run, place, log }: RunContext): Promise<void> {
  const { rows } = await database.pool.query<{ id: number }>(
    `select id from (
       select id, state from batch_run where batch_code = $1 and id < $2 order by id desc limit ${lookedAt}) as past
     where state in ('failed', 'interrupted', 'cancelled')
       and not exists (select from batch_run_file where run_id = past.id)
       and not exists (select from follow_up_edition where run_id = past.id)`,
    [run.code, run.id],
  )
  for (const { id } of rows)
    await rm(runDirectory(place.dataDirectory, id), { recursive: true, force: true }).catch(() =>
      log.warn(`fichiers de l'exécution ${id} impossibles à supprimer`),
    )
}
