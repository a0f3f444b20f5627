import type { BatchRefusal } from '../../batch/batch-refusal.ts'
import type { RequestOutcome, RunRequest } from '../../batch/request-run.ts'
import { areaNameFault } from '../../exchange/file-area/area-name.ts'
import type { FileArea } from '../../exchange/file-area/file-area.ts'
import { scanFile } from '../../exchange/scan-file.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { readSyncDetails } from '../exchanges/read-exchanges.ts'
import type { SyncOperation } from '../operations.ts'
import { readActiveRuns } from '../overview/active-runs.ts'

/** What somebody asks of a tool on its page, or through the API. */
export interface SyncWish {
  readonly operation: SyncOperation
  /** Null: the files that a planned run would take. */
  readonly file: { readonly shelf: 'commands' | 'retries'; readonly name: string } | null
  readonly dryRun: boolean
  readonly separator?: ';' | ',' | undefined
  readonly encoding?: 'utf-8' | 'iso-8859-1' | undefined
  /** The tool's name, typed. */
  readonly confirmTool?: string | undefined
  /** The simulation (an exchange) whose figures were shown. */
  readonly simulation: number | null
  readonly author: string
  readonly address: string
  readonly trigger: 'manual' | 'api'
}

export type SyncRefusal =
  | BatchRefusal
  | { readonly code: 'INVALID_FIELDS'; readonly path: 'file.name' | 'simulation'; readonly message: Text }
  | { readonly code: 'FILE_GONE'; readonly message: Text }

export type SyncRequested =
  | { readonly ok: true; readonly runId: number }
  | { readonly ok: false; readonly refusal: SyncRefusal; readonly activeRun?: number }

/** Asks for a run that simulates or processes command files with one tool. */
export async function requestSync(
  place: {
    readonly db: Queryable
    readonly area: FileArea
    readonly requestRun: (request: RunRequest) => Promise<RequestOutcome>
  },
  wish: SyncWish,
): Promise<SyncRequested> {
  const { operation, file, dryRun, separator, encoding, author, address, trigger } = wish
  const refusal = confirmationRefusal(wish) ?? (await fileRefusal(place, wish))
  if (refusal !== null) return { ok: false, refusal }
  // They would take turns in any case: this is to tell people, not to keep runs apart (learning.md F29).
  const active = (await readActiveRuns(place.db)).get(operation.code)
  if (active !== undefined)
    return { ok: false, refusal: alreadyActive(operation, active.id), activeRun: active.id }
  const outcome = await place.requestRun({
    code: 'SYNC_FILE',
    trigger,
    requestedBy: author,
    address,
    parameters: {
      operation: operation.code,
      ...(file === null ? {} : file),
      dryRun,
      ...(dryRun ? {} : { simulation: wish.simulation }),
      ...(separator === undefined ? {} : { separator }),
      ...(encoding === undefined ? {} : { encoding }),
    },
  })
  if (!outcome.ok) return outcome
  await recordAudit(place.db, {
    actor: author,
    action: 'sync.requested',
    subject: `run:${outcome.runId}`,
    application: 'learning',
    address,
    detail: {
      tool: operation.tool,
      ...(file === null ? {} : { shelf: file.shelf, file: file.name }),
      dryRun,
      ...(wish.simulation === null ? {} : { simulation: wish.simulation }),
    },
  })
  return outcome
}

function confirmationRefusal({ operation, dryRun, confirmTool }: SyncWish): SyncRefusal | null {
  if (operation.destroys !== true || dryRun || confirmTool === operation.tool) return null
  return {
    code: 'CONFIRMATION_REQUIRED',
    message: {
      fr: `Ce traitement ne se défait pas : saisissez ${operation.tool} pour le confirmer`,
      en: `This cannot be undone: type ${operation.tool} to confirm it`,
    },
  }
}

type StoredName = NonNullable<SyncWish['file']>

async function fileRefusal(
  place: { readonly db: Queryable; readonly area: FileArea },
  wish: SyncWish,
): Promise<SyncRefusal | null> {
  const { file, simulation, dryRun } = wish
  if (file !== null) {
    const fault = areaNameFault(file.shelf, file.name)
    if (fault !== null) return { code: 'INVALID_FIELDS', path: 'file.name', message: fault }
    const found = await place.area.open(file.shelf, file.name)
    if (found === null)
      return {
        code: 'FILE_GONE',
        message: { fr: `${file.name} n’est pas ou plus là`, en: `${file.name} is not there` },
      }
    await found.handle.close()
  }
  if (simulation === null || dryRun) return null
  return (await isSimulationOf(place, simulation, wish)) ? null : notSimulated
}

/**
 * Whether it simulated this operation on this file, and the file still holds the same bytes. The run looks again: the file
 * may be replaced while it waits.
 */
async function isSimulationOf(
  { db, area }: { readonly db: Queryable; readonly area: FileArea },
  simulation: number,
  { operation, file }: SyncWish,
): Promise<boolean> {
  const simulated = await readSyncDetails(db, simulation)
  if (simulated?.state !== 'simulated' || simulated.operation !== operation.code) return false
  const { shelf, name } = file ?? (simulated.parameters as Partial<StoredName>)
  if (shelf === undefined || name === undefined) return false
  const found = await area.open(shelf, name)
  if (found === null) return false
  try {
    return found.bytes === simulated.bytes && (await scanFile(found.handle)).sha256 === simulated.sha256
  } finally {
    await found.handle.close()
  }
}

const notSimulated: SyncRefusal = {
  code: 'INVALID_FIELDS',
  path: 'simulation',
  message: {
    fr: 'Ce n’est pas ce fichier, tel qu’il est maintenant, qui a été simulé : simulez de nouveau',
    en: 'It is not this file, as it is now, that was simulated: simulate again',
  },
}

function alreadyActive({ label }: SyncOperation, run: number): SyncRefusal {
  return {
    code: 'ALREADY_REQUESTED',
    message: {
      fr: `${label.fr} : l’exécution ${run} est en attente ou en cours. Attendez sa fin, ou annulez-la`,
      en: `${label.en}: run ${run} waits or is under way. Wait for its end, or cancel it`,
    },
  }
}
