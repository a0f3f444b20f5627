import type { FileProgress } from '../../exchange/command-file/file-progress.ts'
import { findExchange } from '../../exchange/exchange-record.ts'
import { scanFile } from '../../exchange/scan-file.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { closeFile, endWithoutOutputs } from './close-file.ts'
import type { FileResult } from './file-result.ts'
import type { SyncPlace } from './sync-place.ts'
import type { StoredSource, SyncRequest } from './sync-request.ts'
import { markTaken } from './taken-files.ts'

/** Attempts that may die at one place of a file: what kills its process there will do so again. */
export const attemptsAtOnePlace = 3

/**
 * Ends a file that crashed whoever processed it time after time at the same place: it ends failed with what was applied of
 * it, stays where it is, and no planned run takes it again until it changes. `crashes` are those at that place.
 */
export async function abandonFile(
  place: SyncPlace,
  file: { readonly exchangeId: number; readonly request: SyncRequest; readonly progress: FileProgress },
  crashes: number,
): Promise<FileResult> {
  const { progress, request } = file
  const note = abandonedNote(progress)
  place.context.log.error(`${request.operation} : ${request.fileName} : ${note.fr}`)
  const closing = {
    ...file,
    read: { encoding: request.encoding, warnings: [] },
    refusals: [],
    wouldHold: [],
    givenUp: { stopped: 'crashed', note } as const,
  }
  // Where giving its outputs their names is what crashes, there will be none.
  return crashes > attemptsAtOnePlace
    ? await endWithoutOutputs(place, closing)
    : await closeFile(place, closing)
}

function abandonedNote({ phase, next }: FileProgress): Text {
  return phase === 'closing'
    ? {
        fr: `Traitement abandonné : il s’est interrompu ${attemptsAtOnePlace} fois après la dernière ligne. Toutes les lignes ont été traitées. Le fichier reste en place et n’est plus repris tant qu’il ne change pas.`,
        en: `Processing abandoned: it broke off ${attemptsAtOnePlace} times after the last line. All lines were processed. The file stays, and is not taken again until it changes.`,
      }
    : {
        fr: `Traitement abandonné : il s’est interrompu ${attemptsAtOnePlace} fois à la ligne ${next.line}. Les lignes à partir de celle-ci n’ont pas été traitées. Le fichier reste en place et n’est plus repris tant qu’il ne change pas.`,
        en: `Processing abandoned: it broke off ${attemptsAtOnePlace} times at line ${next.line}. Lines from that one on were not processed. The file stays, and is not taken again until it changes.`,
      }
}

/**
 * The same for a file whose processing died before a line of it was applied, once its exchange has failed. Null: it has not
 * done so time after time.
 */
export async function abandonUnread(place: SyncPlace, exchangeId: number): Promise<Text | null> {
  const { pool } = place.context.database
  const failed = await findExchange(pool, exchangeId)
  const stored = failed?.parameters.origin as StoredSource | undefined
  if (failed === null || failed.dryRun || stored?.shelf !== 'commands') return null
  if ((await deathsOf(pool, failed.tool, stored)) < attemptsAtOnePlace) return null
  const sha256 = await sumUnlessChanged(place, stored)
  if (sha256 === null) return null
  const note = abandonedUnreadNote(failed.fileName)
  await pool.query('update file_exchange set report = report || $2 where id = $1', [
    exchangeId,
    JSON.stringify({ stopped: 'crashed', notes: [note] }),
  ])
  await markTaken(pool, failed.tool as SyncRequest['operation'], stored, sha256, exchangeId)
  return note
}

async function deathsOf(db: Queryable, operation: string, file: StoredSource): Promise<number> {
  const { rows } = await db.query<{ deaths: number }>(
    `select count(*)::int as deaths from file_exchange
     where application = 'learning' and tool = $1 and state = 'failed' and report ->> 'died' = 'true'
       and parameters -> 'origin' = $2::jsonb`,
    [operation, JSON.stringify(file)],
  )
  return rows[0]!.deaths
}

async function sumUnlessChanged({ area, context }: SyncPlace, file: StoredSource): Promise<string | null> {
  const there = await area.open(file.shelf, file.name)
  if (there === null) return null
  try {
    const same = there.bytes === file.bytes && String(there.modifiedNs) === file.modifiedNs
    return same ? (await scanFile(there.handle, context.signal)).sha256 : null
  } finally {
    await there.handle.close()
  }
}

function abandonedUnreadNote(fileName: string): Text {
  return {
    fr: `${fileName} : traitement abandonné, il s’est interrompu ${attemptsAtOnePlace} fois avant la première ligne. Le fichier reste en place et n’est plus repris tant qu’il ne change pas.`,
    en: `${fileName}: processing abandoned, it broke off ${attemptsAtOnePlace} times before the first line. The file stays, and is not taken again until it changes.`,
  }
}
