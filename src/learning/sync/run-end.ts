import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { describeHold } from '../../exchange/guard.ts'
import { lineOutcomes } from '../../exchange/line-outcome.ts'
import type { FileResult } from './file-result.ts'
import { isPlanned, type RunOrigin } from './run-origin.ts'
import { missingText, type SyncOutcome } from './sync-outcome.ts'

/**
 * The end of a run: says what became of its files, and gives the counters of all of them. Throws `RunFailure` when one was
 * refused, could not be processed or was cut short, and when somebody asked for files that are not there.
 */
export function endOfRun(
  // biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
  context: RunContext<any>,
  outcome: SyncOutcome,
  origin: RunOrigin,
): RunDetail {
  for (const result of outcome.results) sayResult(context, result)
  const detail = detailOf(outcome)
  const why = failuresOf(outcome, origin)
  if (why.length > 0) throw new RunFailure(why.join(' ; '), detail)
  return detail
}

function failuresOf(outcome: SyncOutcome, origin: RunOrigin): string[] {
  const { results, failures, missing, taken } = outcome
  const why = results.flatMap(({ digest, fileName }) => {
    if (digest.refusals.length > 0)
      return [`${fileName} refusé : ${digest.refusals.map(({ text }) => text.fr).join(' ; ')}`]
    if (digest.stopped === 'given-up') return [`${fileName} écarté`]
    if (digest.stopped === 'crashed')
      return [`${fileName} abandonné : son traitement s'interrompt toujours au même endroit`]
    if (digest.stopped !== null) return [`${fileName} : traitement arrêté avant la fin`]
    return digest.conclusionFailed ? [`${fileName} : ce qui devait suivre les lignes a échoué`] : []
  })
  why.push(...failures)
  const nothing = results.length + failures.length + taken.length === 0
  if (nothing && missing.length > 0 && !isPlanned(origin)) why.push(missingText(outcome).fr)
  return why
}

function detailOf({ results, missing, taken, failures }: SyncOutcome): RunDetail {
  const sum = (name: (typeof lineOutcomes)[number] | 'lines' | 'blank' | 'warnings') =>
    results.reduce((total, { tally }) => total + tally[name], 0)
  return {
    state: stateOf(results),
    files: results.length,
    ...(missing.length === 0 ? {} : { missing: missing.join(', ') }),
    ...(taken.length === 0 ? {} : { taken: taken.length }),
    ...(failures.length === 0 ? {} : { failed: failures.length }),
    lines: sum('lines'),
    ...Object.fromEntries(lineOutcomes.map((outcome) => [outcome, sum(outcome)])),
    blank: sum('blank'),
    warnings: sum('warnings'),
  }
}

/** The one that somebody must know of, when they differ. */
function stateOf(results: readonly FileResult[]): string {
  const states = ['refused', 'failed', 'held', 'applied', 'simulated'] as const
  return states.find((state) => results.some((result) => result.state === state)) ?? 'none'
}

/** Codes, counts and line numbers only: who may read logs need not be let see personal data. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
function sayResult({ log }: RunContext<any>, { operation, state, tally, digest }: FileResult): void {
  for (const fault of digest.refusals)
    log.error(
      `${operation} : ${fault.code}${fault.line === null ? '' : ` ligne ${fault.line}`} : ${fault.text.fr}`,
    )
  for (const group of digest.faults)
    log[group.severity === 'error' ? 'error' : 'warn'](
      `${operation} : ${group.code}${group.column === null ? '' : ` ${group.column}`} : ${group.count}${sampleLine(group.samples[0]?.line)}`,
    )
  for (const reason of digest.hold)
    log.warn(`${operation} : en attente d'approbation : ${describeHold(reason, 'fr')}`)
  for (const reason of digest.wouldHold)
    log.warn(`${operation} : le traitement réel attendrait une approbation : ${describeHold(reason, 'fr')}`)
  if (digest.simulationDifference !== null) log.warn(`${operation} : ${digest.simulationDifference.fr}`)
  if (state === 'refused' || state === 'held') return
  log.info(
    `${operation} : ${tally.lines} lignes = ${tally.created} créées + ${tally.updated} mises à jour + ${tally.unchanged} inchangées + ` +
      `${tally.partial} partielles + ${tally.deleted} supprimées + ${tally.skipped} ignorées + ${tally.rejected} rejetées ; ${tally.blank} vides ou commentaires`,
  )
}

function sampleLine(line: number | undefined): string {
  return line === undefined || line === 0 ? '' : ` ; ligne ${line}`
}
