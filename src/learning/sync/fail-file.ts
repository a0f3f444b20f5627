import { rm } from 'node:fs/promises'
import { endProgress } from '../../exchange/command-file/file-progress.ts'
import { transaction } from '../../platform/database.ts'
import type { SyncPlace } from './sync-place.ts'
import { workFolder } from './work-folder.ts'

/** Gives up an exchange of which nothing was applied, or of whose file nobody can go on. */
export async function failFile(
  { context }: SyncPlace,
  exchangeId: number,
  /** Its process died: counted, should it do so again and again. */
  died = false,
): Promise<void> {
  await transaction(context.database.pool, async (client) => {
    await client.query(
      `update file_exchange
       set state = 'failed', ended_at = now(), report = report || jsonb_build_object('died', $2::boolean)
       where id = $1 and state = 'processing'`,
      [exchangeId, died],
    )
    await endProgress(client, exchangeId)
  })
  await rm(workFolder(context.place.dataDirectory, exchangeId), { recursive: true, force: true })
}
