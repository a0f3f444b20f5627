import { type RunContext, RunLostError } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { forgetUnitFailures, noteUnitFailure, unitsToLeave } from '../../batch/unit-failures.ts'

/** Counters of every batch of the office (admissions.md 3.0, R9). */
export interface UnitCounts extends Record<string, number> {
  selectionnes: number
  traites: number
  ignores: number
  en_erreur: number
}

export interface UnitWork<Unit> {
  /** How many there are, for the progress. */
  readonly total: number
  /** The units after this identifier, in its order; none: the end. */
  page(after: number): Promise<readonly Unit[]>
  idOf(unit: Unit): number
  /** Without personal data: `application:123`, and how the log calls it. */
  keyOf(unit: Unit): string
  nameOf(unit: Unit): string
  /** One transaction; says whether it did anything, or found nothing left to do. `last`: of its group in this page. */
  work(unit: Unit, last: boolean): Promise<'done' | 'skipped'>
  /** Units of a group are done one after another, a few groups at once; absent: all are one group. A page has its own groups. */
  groupOf?(unit: Unit): number
  /** After the last of a group, also where units failed or the run is being cancelled. */
  groupDone?(group: number): Promise<void>
  /** Does some units in one transaction, none of which is done if it fails; says which. They are then done one by one. */
  workTogether?(units: readonly Unit[]): Promise<ReadonlySet<Unit>>
  /** How many of what are done so far, for the line every 200. */
  words(counts: UnitCounts): string
}

const linesEvery = 200
/** Groups worked on at once: while one waits for the disk, another is prepared. */
const groupsAtOnce = 4
/** Units of one transaction of `workTogether`: few enough for nobody to wait for their rows. */
const together = 100

/**
 * Units one by one (admissions.md 3.0): a failing one is counted, tried again later and does not stop the others (R3); a line
 * every 200 (R5), pages by identifier (R6). Ends the run failed where one failed, with the counters, which `counts` keeps.
 */
export async function workOnUnits<Unit>(
  context: RunContext,
  counts: UnitCounts,
  units: UnitWork<Unit>,
): Promise<void> {
  const { database, log, run, clock, signal } = context
  const left = await unitsToLeave(database.pool, run.code, clock.now())
  const failedBefore = await unitsThatFailed(context)
  let done = 0
  context.progress(0, units.total)
  try {
    for (let after = 0; ; ) {
      const page = await units.page(after)
      if (page.length === 0) break
      after = units.idOf(page.at(-1)!)
      const groups = [...Map.groupBy(page, (unit) => units.groupOf?.(unit) ?? 0)]
      await inLanes(groups, workOnGroup)
    }
  } catch (error) {
    if (signal.aborted) throw new RunFailure(`arrêté après ${done} sur ${units.total}`, counts)
    throw error
  }

  async function workOnGroup([group, members]: [number, Unit[]]): Promise<void> {
    try {
      for (let from = 0; from < members.length; from += together) {
        const some = members.slice(from, from + together)
        const tried = some.filter((unit) => !left.has(units.keyOf(unit)))
        const outcomes = units.workTogether === undefined ? null : await attemptTogether(tried)
        for (const unit of some) {
          if (outcomes === null) signal.throwIfAborted()
          await count(unit, outcomes, unit === members.at(-1))
        }
      }
    } finally {
      await units.groupDone?.(group)
    }
  }

  async function count(unit: Unit, outcomes: ReadonlySet<Unit> | null, last: boolean): Promise<void> {
    const key = units.keyOf(unit)
    counts.selectionnes++
    if (left.has(key)) {
      counts.ignores++
      log.warn(`${units.nameOf(unit)} : laissé, après ses échecs précédents`)
    } else {
      const outcome =
        outcomes === null ? await attempt(unit, key, last) : outcomes.has(unit) ? 'done' : 'skipped'
      if (outcome === 'done') counts.traites++
      else if (outcome === 'skipped') counts.ignores++
      else counts.en_erreur++
    }
    done++
    context.progress(done, Math.max(done, units.total))
    if (done % linesEvery === 0)
      log.info(`${done} sur ${Math.max(done, units.total)} : ${units.words(counts)}`)
  }

  /** Null: one of them failed, and nobody knows which. */
  async function attemptTogether(some: readonly Unit[]): Promise<ReadonlySet<Unit> | null> {
    signal.throwIfAborted()
    try {
      const outcomes = await units.workTogether!(some)
      const mended = some.map(units.keyOf).filter((key) => failedBefore.has(key))
      await forgetUnitFailures(database.pool, run.code, mended)
      return outcomes
    } catch (error) {
      if (error instanceof RunLostError || signal.aborted) throw error
      return null
    }
  }

  async function attempt(unit: Unit, key: string, last: boolean): Promise<'done' | 'skipped' | 'failed'> {
    try {
      const outcome = await units.work(unit, last)
      if (failedBefore.has(key)) await forgetUnitFailures(database.pool, run.code, [key])
      return outcome
    } catch (error) {
      if (error instanceof RunLostError || signal.aborted) throw error
      const noted = await noteUnitFailure(database.pool, {
        batchCode: run.code,
        unit: key,
        error: causeOf(error),
        runId: run.id,
        now: clock.now(),
      })
      const aside = noted.quarantined ? `, mis de côté après ${noted.attempts} échecs` : ''
      log.error(`${units.nameOf(unit)} : ${causeOf(error)}${aside}`)
      return 'failed'
    }
  }
}

/** Goes through these a few at a time; after a failure none is begun any more, and those under way are waited for. */
async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0
  let failed = false
  const lane = async () => {
    while (!failed && next < all.length) {
      try {
        await work(all[next++]!)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: groupsAtOnce }, lane))
  const broken = ends.find((end) => end.status === 'rejected')
  if (broken !== undefined) throw broken.reason
}

async function unitsThatFailed({ database, run }: RunContext): Promise<Set<string>> {
  const { rows } = await database.pool.query<{ unit: string }>(
    'select unit_key as unit from batch_unit_failure where batch_code = $1',
    [run.code],
  )
  return new Set(rows.map(({ unit }) => unit))
}

/** The codes of an error: what a database says of a value may hold the value (R7). */
export function causeOf(error: unknown): string {
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
    return [`erreur ${code} de la base`, table, constraint]
      .filter((part) => typeof part === 'string')
      .join(' ')
  return error instanceof Error ? error.message : String(error)
}
