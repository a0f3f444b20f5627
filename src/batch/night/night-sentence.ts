import type { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import type { RunState } from '../run-state.ts'
import { twoDigits } from '../schedule/duration.ts'
import type { ExceptionKind, NightException } from './night-exceptions.ts'

export type Mood = 'good' | 'attention' | 'bad' | 'quiet'

/** These mean that work was not done. */
const grave: readonly ExceptionKind[] = ['failed', 'interrupted', 'missed', 'not-started']

/**
 * `quiet`: nothing ran and nothing should have; `bad`: work was not done, and nobody has mended or acknowledged it yet;
 * `attention`: something should be looked at; `good`: everything went well.
 */
export function nightMood(
  counts: Readonly<Record<RunState, number>>,
  exceptions: readonly NightException[],
): Mood {
  const open = exceptions.filter((one) => one.mendedBy === null && one.acknowledged === null)
  if (open.some((one) => grave.includes(one.kind))) return 'bad'
  if (exceptions.some((one) => one.acknowledged === null)) return 'attention'
  return executions(counts) + counts.queued === 0 && exceptions.length === 0 ? 'quiet' : 'good'
}

/** The night in one sentence: how many runs, how many went well, then what did not, the gravest first. */
export function nightSentence(
  counts: Readonly<Record<RunState, number>>,
  exceptions: readonly NightException[],
  options: { readonly zone: string; readonly next: { at: Temporal.Instant; batchCode: string } | null },
): Text {
  const troubles = clauses(exceptions, options.zone)
  const count = executions(counts) + counts.queued
  if (count === 0 && troubles.length === 0) return quietSentence(options)
  const head = headOf(counts)
  if (troubles.length === 0) return { fr: `${head.fr}.`, en: `${head.en}.` }
  const shown = troubles.slice(0, mostClauses)
  const left = troubles.length - shown.length
  const tail = {
    fr:
      shown.map((one) => one.fr).join(' ; ') +
      (left === 0 ? '' : ` ; et ${left} autre${left > 1 ? 's' : ''}`),
    en: shown.map((one) => one.en).join('; ') + (left === 0 ? '' : `; and ${left} more`),
  }
  return { fr: `${head.fr}. ${tail.fr}.`, en: `${head.en}. ${tail.en}.` }
}

const mostClauses = 4

function executions(counts: Readonly<Record<RunState, number>>): number {
  return counts.finished + counts.failed + counts.interrupted + counts.cancelled + counts.running
}

/** `14 exécutions, 12 réussies, 1 en cours` */
function headOf(counts: Readonly<Record<RunState, number>>): Text {
  const total = executions(counts)
  const parts: Text[] = [
    total === 0
      ? { fr: 'Aucune exécution', en: 'No run' }
      : { fr: `${total} exécution${total > 1 ? 's' : ''}`, en: `${total} run${total === 1 ? '' : 's'}` },
  ]
  const ended = total - counts.running
  if (ended > 0) parts.push(successes(counts.finished, ended, total))
  if (counts.running > 0) parts.push({ fr: `${counts.running} en cours`, en: `${counts.running} under way` })
  if (counts.queued > 0) parts.push({ fr: `${counts.queued} en attente`, en: `${counts.queued} waiting` })
  return { fr: parts.map((one) => one.fr).join(', '), en: parts.map((one) => one.en).join(', ') }
}

function successes(finished: number, ended: number, total: number): Text {
  if (total === 1)
    return finished === 1 ? { fr: 'réussie', en: 'successful' } : { fr: 'non réussie', en: 'not successful' }
  if (finished === total) return { fr: 'toutes réussies', en: 'all successful' }
  if (finished === 0 && ended > 0) return { fr: 'aucune réussie', en: 'none successful' }
  return { fr: `${finished} réussie${finished > 1 ? 's' : ''}`, en: `${finished} successful` }
}

function quietSentence({ zone, next }: Parameters<typeof nightSentence>[2]): Text {
  if (next === null)
    return { fr: "Rien ne s'est exécuté, et rien n'était prévu.", en: 'Nothing ran, and nothing was due.' }
  const at = clock(next.at, zone).slice(0, 5)
  return {
    fr: `Rien ne s'est encore exécuté. Prochaine échéance : ${next.batchCode} à ${at}.`,
    en: `Nothing has run yet. Next due: ${next.batchCode} at ${at}.`,
  }
}

const order: readonly ExceptionKind[] = [
  'failed',
  'interrupted',
  'not-started',
  'missed',
  'held',
  'rejects',
  'slow',
  'cancelled',
]

/** One clause a batch and kind, those that nobody has mended first. */
function clauses(exceptions: readonly NightException[], zone: string): Text[] {
  const groups = new Map<string, NightException[]>()
  for (const one of exceptions) {
    const key = `${one.kind} ${one.batchCode}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
    .sort((a, b) => Number(isMended(a)) - Number(isMended(b)) || rank(a) - rank(b))
    .map((group) => clause(group, zone))
}

function rank(group: readonly NightException[]): number {
  return order.indexOf(group[0]!.kind)
}

function isMended(group: readonly NightException[]): boolean {
  return group.every((one) => one.mendedBy !== null)
}

function clause(group: readonly NightException[], zone: string): Text {
  const last = group.at(-1)!
  const verb = verbs[last.kind]
  const times = group.length
  const hour = withHour.includes(last.kind) ? clock(last.happenedAt, zone) : null
  const fr = `${last.batchCode} ${verb.fr}${times > 1 ? ` ${times} fois` : ''}${frenchHour(hour, times)}`
  const en = `${last.batchCode} ${verb.en}${times > 1 ? ` ${times} times` : ''}${englishHour(hour, times)}`
  if (!isMended(group)) return { fr, en }
  return { fr: `${fr}, puis a réussi`, en: `${en}, then succeeded` }
}

const withHour: readonly ExceptionKind[] = ['failed', 'interrupted']

function frenchHour(hour: string | null, times: number): string {
  if (hour === null) return ''
  return times > 1 ? `, la dernière à ${hour}` : ` à ${hour}`
}

function englishHour(hour: string | null, times: number): string {
  if (hour === null) return ''
  return times > 1 ? `, the last at ${hour}` : ` at ${hour}`
}

const verbs: Readonly<Record<ExceptionKind, Text>> = {
  failed: { fr: 'a échoué', en: 'failed' },
  interrupted: { fr: 'a été interrompu', en: 'was interrupted' },
  'not-started': { fr: "n'a pas démarré", en: 'did not start' },
  missed: { fr: "n'a pas démarré à son heure", en: 'did not start on time' },
  held: { fr: 'attend une approbation', en: 'waits for an approval' },
  rejects: { fr: 'a rejeté des lignes', en: 'rejected lines' },
  slow: { fr: "est bien plus long que d'habitude", en: 'takes far longer than usual' },
  cancelled: { fr: 'a été annulé', en: 'was cancelled' },
}

function clock(at: Temporal.Instant, zone: string): string {
  const { hour, minute, second } = at.toZonedDateTimeISO(zone)
  return [hour, minute, second].map(twoDigits).join(':')
}
