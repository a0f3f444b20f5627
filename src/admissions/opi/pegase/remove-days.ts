import type { RunContext } from '../../../batch/run-context.ts'
import { type Database, transaction } from '../../../platform/database.ts'
import { type Editor, recordEdit } from '../../editing.ts'
import { fileStore } from '../../files/file-store.ts'
import { opiFileDays } from '../settings.ts'

/**
 * Takes away all files of a day, of every kind and suffix, with their rows; what a disk does not let go of keeps its row. Null: the
 * day has none.
 */
export async function removeDay(
  database: Database,
  root: string,
  editor: Editor,
  day: string,
): Promise<{ readonly removed: number; readonly kept: number } | null> {
  return await transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ id: number; path: string; downloaded: boolean }>(
      `select id, path, downloaded_at is not null as downloaded from admissions.opi_file
       where day = $1 order by id for update`,
      [day],
    )
    if (rows.length === 0) return null
    const { gone, kept } = await removeFiles(root, rows)
    await client.query('delete from admissions.opi_file where id = any ($1)', [gone])
    await recordEdit(client, editor, {
      action: 'opi.day-deleted',
      subject: `opi-day:${day}`,
      before: { files: rows.length, downloaded: rows.some(({ downloaded }) => downloaded) },
      after: { files: kept },
    })
    return { removed: gone.length, kept }
  })
}

/**
 * What `CLEAN` does for them: files of people are not kept for ever. Those of a day that somebody downloaded go after
 * `admissions.opi.file-days`; a day that nobody ever downloaded stays, and is told.
 */
export async function tidyDayFiles(
  context: RunContext,
): Promise<{ readonly fichiers_opi_purges: number; readonly fichiers_opi_gardes: number }> {
  const { database, settings, clock, place, log } = context
  const root = place.connections?.opiFiles
  if (root === undefined || place.connections?.sisKind !== 'P')
    return { fichiers_opi_purges: 0, fichiers_opi_gardes: 0 }
  const today = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDate()
  const before = today.subtract({ days: await settings.get(opiFileDays) }).toString()
  const { rows } = await database.pool.query<{ id: number; path: string; downloaded: boolean }>(
    `select id, path, bool_or(downloaded_at is not null) over (partition by day) as downloaded
     from admissions.opi_file where day < $1`,
    [before],
  )
  const { gone, kept } = await removeFiles(
    root,
    rows.filter(({ downloaded }) => downloaded),
  )
  await context.transaction(async (client) => {
    await client.query('delete from admissions.opi_file where id = any ($1)', [gone])
  })
  const never = rows.filter(({ downloaded }) => !downloaded).length
  if (never > 0)
    log.warn(
      `${never} fichiers OPI périmés jamais téléchargés : gardés, la page « OPI » permet de les supprimer`,
    )
  return { fichiers_opi_purges: gone.length, fichiers_opi_gardes: never + kept }
}

async function removeFiles(
  root: string,
  files: readonly { readonly id: number; readonly path: string }[],
): Promise<{ gone: number[]; kept: number }> {
  const store = fileStore(root)
  const gone: number[] = []
  for (const { id, path } of files) if ((await store.remove(path)).kind === 'removed') gone.push(id)
  return { gone, kept: files.length - gone.length }
}
