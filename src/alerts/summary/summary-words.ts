import type { RunState } from '../../batch/run-state.ts'
import type { Locale } from '../../platform/text.ts'
import type { AlertKind } from '../alert.ts'

export type StateCounts = Readonly<Partial<Record<RunState, number>>>

/** The words of the morning's mail. Spaces before punctuation are made unbreakable afterwards. */
export interface SummaryWords {
  /** Between a name and what is said of it. */
  readonly colon: string
  readonly semicolon: string
  readonly subject: string
  readonly title: string
  readonly nothing: string
  readonly trouble: string
  readonly held: string
  readonly rejects: string
  readonly ran: string
  readonly upcoming: string
  readonly page: string
  readonly run: string
  readonly happened: Readonly<Record<Exclude<AlertKind, 'held'>, string>>
  matters(count: number): string
  period(from: string, until: string): string
  /** In all. */
  runs(count: number): string
  states(counts: StateCounts): string
  once(happened: string, at: string): string
  often(happened: string, times: number, first: string, last: string): string
  lastRun(times: number, id: number): string
  rejected(rejected: number, lines: number): string
  mended(run: number): string
}

const order = ['finished', 'failed', 'interrupted', 'cancelled', 'skipped', 'running', 'queued'] as const

function statesText(
  counts: StateCounts,
  words: Readonly<Record<RunState, readonly [one: string, many: string]>>,
): string {
  return order
    .flatMap((state) => {
      const count = counts[state] ?? 0
      return count === 0 ? [] : [`${count} ${words[state][count === 1 ? 0 : 1]}`]
    })
    .join(', ')
}

export const summaryWords: Readonly<Record<Locale, SummaryWords>> = {
  fr: {
    colon: ' : ',
    semicolon: ' ; ',
    subject: 'bilan de la nuit du',
    title: 'Bilan de la nuit du',
    nothing: 'Rien à signaler.',
    trouble: 'À regarder',
    held: 'En attente d’approbation',
    rejects: 'Lignes rejetées',
    ran: 'Ce qui a tourné',
    upcoming: 'Prochaines exécutions',
    page: 'La nuit en détail',
    run: 'exécution',
    happened: {
      failed: 'en échec',
      interrupted: 'interrompu',
      missed: 'pas parti',
      slow: 'plus long que d’habitude',
    },
    matters: (count) =>
      count === 0 ? 'rien à signaler' : count === 1 ? '1 point à regarder' : `${count} points à regarder`,
    period: (from, until) => `Du ${from} au ${until}`,
    runs: (count) => (count === 0 ? 'aucune exécution' : count === 1 ? '1 exécution' : `${count} exécutions`),
    states: (counts) =>
      statesText(counts, {
        finished: ['terminée', 'terminées'],
        failed: ['en échec', 'en échec'],
        interrupted: ['interrompue', 'interrompues'],
        cancelled: ['annulée', 'annulées'],
        skipped: ['non lancée', 'non lancées'],
        running: ['en cours', 'en cours'],
        queued: ['en attente', 'en attente'],
      }),
    once: (happened, at) => `${happened}, le ${at}`,
    often: (happened, times, first, last) => `${happened} ${times} fois, du ${first} au ${last}`,
    lastRun: (times, id) => (times === 1 ? `exécution ${id}` : `dernière exécution : ${id}`),
    rejected: (rejected, lines) => `${rejected} sur ${lines}`,
    mended: (run) => `depuis, l’exécution ${run} s’est bien terminée`,
  },
  en: {
    colon: ': ',
    semicolon: '; ',
    subject: 'summary of the night of',
    title: 'Summary of the night of',
    nothing: 'Nothing to report.',
    trouble: 'To look at',
    held: 'Waiting for approval',
    rejects: 'Rejected lines',
    ran: 'What ran',
    upcoming: 'Next runs',
    page: 'The night in detail',
    run: 'run',
    happened: {
      failed: 'failed',
      interrupted: 'interrupted',
      missed: 'did not start',
      slow: 'longer than usual',
    },
    matters: (count) =>
      count === 0 ? 'nothing to report' : count === 1 ? '1 matter to look at' : `${count} matters to look at`,
    period: (from, until) => `From ${from} to ${until}`,
    runs: (count) => (count === 0 ? 'no run' : count === 1 ? '1 run' : `${count} runs`),
    states: (counts) =>
      statesText(counts, {
        finished: ['finished', 'finished'],
        failed: ['failed', 'failed'],
        interrupted: ['interrupted', 'interrupted'],
        cancelled: ['cancelled', 'cancelled'],
        skipped: ['not launched', 'not launched'],
        running: ['under way', 'under way'],
        queued: ['waiting', 'waiting'],
      }),
    once: (happened, at) => `${happened}, ${at}`,
    often: (happened, times, first, last) => `${happened} ${times} times, from ${first} to ${last}`,
    lastRun: (times, id) => (times === 1 ? `run ${id}` : `last run: ${id}`),
    rejected: (rejected, lines) => `${rejected} of ${lines}`,
    mended: (run) => `run ${run} has finished well since`,
  },
}
