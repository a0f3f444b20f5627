import type { RunDetail } from '../../batch/define-batch.ts'
import { type RunContext, RunLostError } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import type { SisKind } from '../../platform/connection-definitions.ts'
import { type MergeCounts, mergeTable, TableRefused } from './merge-table.ts'
import { recordSync } from './record-sync.ts'
import { type SiscolSource, SourceFailure } from './source/siscol-source.ts'
import { type ReferenceTable, referenceTables, sisLabels } from './tables.ts'

export interface Synchronisation {
  readonly kind: SisKind
  readonly source: SiscolSource
  readonly leastPercent: number
}

/** Refreshed by every table; detail of the run (R9). */
interface Totals {
  selectionnes: number
  traites: number
  ignores: number
  en_erreur: number
  lues: number
  ajoutees: number
  modifiees: number
  hors_service: number
  rejetees: number
}

/**
 * The 23 steps in order (admissions.md 3.10): each table in a transaction of its own, so that a failure leaves that table
 * as it was and the others go on, but for those that need it. Throws `RunFailure` when a step failed.
 */
export async function synchronise(context: RunContext, given: Synchronisation): Promise<RunDetail> {
  const { log, signal, progress } = context
  const steps = referenceTables.length + 1
  const totals: Totals = {
    ...{ selectionnes: steps, traites: 0, ignores: 0, en_erreur: 0 },
    ...{ lues: 0, ajoutees: 0, modifiees: 0, hors_service: 0, rejetees: 0 },
  }
  /** Codes of tables that are not what the source has today. */
  const failed = new Set<string>()
  log.info(`${steps} étapes, ${sisLabels[given.kind]}`)
  for (const [index, table] of referenceTables.entries()) {
    signal.throwIfAborted()
    progress(index, steps, table.label.fr)
    const step = `${index + 1}/${steps} ${table.label.fr}`
    const missing = table.kinds.includes(given.kind)
      ? referenceTables.filter((one) => table.parents.includes(one.code) && failed.has(one.code))
      : []
    if (missing.length > 0) {
      const cause = `dépend de ${missing.map(({ label }) => label.fr).join(', ')}, en échec`
      await leave(context, given, table.code, { outcome: 'skipped', cause, counts: null })
      log.warn(`${step} : laissée telle quelle, ${cause}`)
      failed.add(table.code)
      totals.ignores++
      continue
    }
    const done = await tryTable(context, given, table)
    if (done.outcome === 'failed') {
      failed.add(table.code)
      totals.en_erreur++
      log.error(`${step} : laissée telle quelle, ${done.cause}`)
    } else if (done.outcome === 'skipped') {
      totals.ignores++
      log.info(`${step} : ${done.cause}`)
    } else {
      totals.traites++
      log.info(`${step} : ${countWords(done.counts!)}`)
    }
    if (done.counts !== null) {
      logRejects(context, table, done.counts)
      add(totals, done.counts)
    }
  }
  progress(steps - 1, steps, 'Version')
  const version = await versionStep(context, given)
  totals[version.outcome === 'merged' ? 'traites' : version.outcome === 'failed' ? 'en_erreur' : 'ignores']++
  log[version.outcome === 'failed' ? 'error' : 'info'](`${steps}/${steps} Version : ${version.cause}`)
  progress(steps, steps)
  log.info(
    `Fin : ${totals.traites} étapes faites, ${totals.ignores} sans objet ou laissées, ${totals.en_erreur} en erreur`,
  )
  const detail = { ...totals }
  if (totals.en_erreur > 0)
    throw new RunFailure(
      `${totals.en_erreur} étape(s) sur ${steps} en erreur : ces tables sont restées telles quelles`,
      detail,
    )
  return detail
}

/** Merged: `counts` are there; else `cause` is. */
interface Done {
  readonly outcome: 'merged' | 'skipped' | 'failed'
  readonly counts: MergeCounts | null
  readonly cause: string | null
}

async function tryTable(context: RunContext, given: Synchronisation, table: ReferenceTable): Promise<Done> {
  const now = context.clock.now().toString()
  const { kind, source, leastPercent } = given
  try {
    const rows = await source.read(table)
    if (rows === null) return await absent(context, given, table)
    const counts = await context.transaction(async (client) => {
      const merge = { table, kind, leastPercent, now, signal: context.signal }
      const counts = await mergeTable(client, merge, rows)
      const runId = context.run.id
      await recordSync(client, {
        table: table.code,
        kind,
        runId,
        at: now,
        outcome: 'merged',
        counts,
        cause: null,
      })
      return counts
    })
    return { outcome: 'merged', counts, cause: null }
  } catch (error) {
    if (error instanceof RunLostError || context.signal.aborted) throw error
    const done = {
      outcome: 'failed',
      counts: error instanceof TableRefused ? error.counts : null,
      cause: causeOf(error),
    } as const
    await leave(context, given, table.code, done)
    return done
  }
}

/** A table that came before and comes no more is a failure; one that never came is none of this system's. */
async function absent(context: RunContext, given: Synchronisation, table: ReferenceTable): Promise<Done> {
  const { rowCount } = await context.database.pool.query(
    `select from admissions.siscol_sync where table_name = $1 and sis_kind = $2 and merged_at is not null`,
    [table.code, given.kind],
  )
  const done = rowCount
    ? ({ outcome: 'failed', counts: null, cause: 'la source n’a plus cette table' } as const)
    : ({ outcome: 'skipped', counts: null, cause: 'absente de cette source' } as const)
  await leave(context, given, table.code, done)
  return done
}

async function leave(
  context: RunContext,
  { kind }: Synchronisation,
  table: string,
  done: Done,
): Promise<void> {
  const at = context.clock.now().toString()
  await context.transaction((client) =>
    recordSync(client, { table, kind, runId: context.run.id, at, ...done }),
  )
}

/** « Apogée - 6.10.1 », with when it was told so. */
async function versionStep(
  context: RunContext,
  given: Synchronisation,
): Promise<{ outcome: 'merged' | 'skipped' | 'failed'; cause: string }> {
  const { kind, source } = given
  try {
    const version = await source.version()
    if (version === null) {
      await leave(context, given, 'version', { outcome: 'skipped', counts: null, cause: 'non indiquée' })
      return { outcome: 'skipped', cause: 'non indiquée' }
    }
    const words = `${sisLabels[kind]} - ${version}`.slice(0, 100)
    const at = context.clock.now().toString()
    await context.transaction(async (client) => {
      await client.query(
        `insert into admissions.siscol_version as known (sis_kind, version, at) values ($1, $2, $3)
         on conflict (sis_kind) do update set version = excluded.version, at = excluded.at
           where known.version <> excluded.version`,
        [kind, words, at],
      )
      await recordSync(client, {
        ...{ table: 'version', kind, runId: context.run.id, at },
        ...{ outcome: 'merged', counts: null, cause: null },
      })
    })
    return { outcome: 'merged', cause: words }
  } catch (error) {
    if (error instanceof RunLostError || context.signal.aborted) throw error
    const cause = causeOf(error)
    await leave(context, given, 'version', { outcome: 'failed', counts: null, cause })
    return { outcome: 'failed', cause }
  }
}

/** What our own database says may hold values: its code is enough. */
function causeOf(error: unknown): string {
  if (error instanceof SourceFailure || error instanceof TableRefused) return error.message
  const code = (error as { code?: unknown } | null)?.code
  return `erreur interne${typeof code === 'string' ? ` (${code})` : ''}`
}

function countWords({ read, inserted, updated, outOfService, rejected }: MergeCounts): string {
  if (inserted + updated + outOfService + rejected === 0) return `${read} lues, rien ne change`
  return `${read} lues ; ajoutées : ${inserted}, modifiées : ${updated}, hors service : ${outOfService}, rejetées : ${rejected}`
}

function logRejects({ log }: RunContext, table: ReferenceTable, { rejected, rejects }: MergeCounts): void {
  if (rejected === 0) return
  const told = rejects.map(({ line, code, cause }) => `${code ?? `ligne ${line}`} (${cause})`)
  const more = rejected > rejects.length ? ` et ${rejected - rejects.length} autres` : ''
  log.warn(`${table.label.fr}, rejetées : ${told.join(', ')}${more}`)
}

function add(totals: Totals, counts: MergeCounts): void {
  totals.lues += counts.read
  totals.ajoutees += counts.inserted
  totals.modifiees += counts.updated
  totals.hors_service += counts.outOfService
  totals.rejetees += counts.rejected
}
