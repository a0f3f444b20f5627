import type { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import { formatDuration, twoDigits } from '../schedule/duration.ts'
import type { ExceptionKind } from './night-exceptions.ts'

/** What an exception is about. */
export interface ExceptionFacts {
  readonly kind: ExceptionKind
  readonly code: string
  /** When it happened: the end of what failed, the due instant of what never started. */
  readonly at: Temporal.Instant
  readonly zone: string
}

/** What is known beside, as far as its kind has it. */
export interface ExceptionDetails {
  /** The message of the failure, or why it was interrupted. */
  readonly why?: Text | null
  readonly by?: string | null
  readonly lines?: number
  readonly seconds?: number
  readonly usualSeconds?: number
  readonly underWay?: boolean
  /** How many due instants were missed in a row. */
  readonly count?: number
  readonly caughtUpAt?: Temporal.Instant
}

/** One exception in one sentence, with its hour and its cause; no full stop at the end. */
export function exceptionSentence({ kind, code, at, zone }: ExceptionFacts, what: ExceptionDetails): Text {
  const hour = timeOf(at, zone)
  const cause = { fr: firstLine(what.why?.fr), en: firstLine(what.why?.en) }
  switch (kind) {
    case 'failed':
      return both(
        `${code} a échoué${hour.fr}${cause.fr === null ? '' : ` : ${cause.fr}`}`,
        `${code} failed${hour.en}${cause.en === null ? '' : `: ${cause.en}`}`,
      )
    case 'interrupted':
      return both(
        `${code} a été interrompu${hour.fr}${cause.fr === null ? '' : ` : ${cause.fr}`}`,
        `${code} was interrupted${hour.en}${cause.en === null ? '' : `: ${cause.en}`}`,
      )
    case 'cancelled':
      return both(
        `${code} a été annulé${what.by == null ? '' : ` par ${what.by}`}`,
        `${code} was cancelled${what.by == null ? '' : ` by ${what.by}`}`,
      )
    case 'held':
      return both(`${code} attend une approbation`, `${code} waits for an approval`)
    case 'rejects': {
      const lines = what.lines ?? 0
      return both(
        `${code} a rejeté ${lines} ligne${lines > 1 ? 's' : ''}`,
        `${code} rejected ${lines} line${lines === 1 ? '' : 's'}`,
      )
    }
    case 'slow':
      return slowSentence(code, what)
    case 'missed':
      return missedSentence(code, hour, what, zone)
    case 'not-started':
      return both(
        `${code} n'a pas démarré${hour.fr}, et rien ne dit pourquoi`,
        `${code} did not start${hour.en}, and nothing tells why`,
      )
  }
}

function slowSentence(code: string, { seconds = 0, usualSeconds = 0, underWay }: ExceptionDetails): Text {
  const took = formatDuration(seconds)
  const usual = formatDuration(Math.round(usualSeconds))
  return underWay === true
    ? both(
        `${code} dure depuis ${took}, au lieu de ${usual} d'habitude`,
        `${code} has been running for ${took} instead of the usual ${usual}`,
      )
    : both(
        `${code} a duré ${took}, au lieu de ${usual} d'habitude`,
        `${code} took ${took} instead of the usual ${usual}`,
      )
}

function missedSentence(
  code: string,
  hour: ReturnType<typeof timeOf>,
  { count = 1, caughtUpAt }: ExceptionDetails,
  zone: string,
): Text {
  if (caughtUpAt !== undefined) {
    const after = timeOf(caughtUpAt, zone)
    return both(
      `${code} n'a pas démarré${hour.fr} : rattrapé le lendemain${after.fr}`,
      `${code} did not start${hour.en}: made up for the next day${after.en}`,
    )
  }
  if (count === 1)
    return both(
      `${code} n'a pas démarré${hour.fr} : aucun serveur ne vérifiait`,
      `${code} did not start${hour.en}: no server was checking`,
    )
  return both(
    `${code} n'a pas démarré, ${count} échéances manquées à partir de ${hour.plain} : aucun serveur ne vérifiait`,
    `${code} did not start, ${count} due instants missed from ${hour.plain} on: no server was checking`,
  )
}

function timeOf(at: Temporal.Instant, zone: string) {
  const { hour, minute, second } = at.toZonedDateTimeISO(zone)
  const plain = `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`
  return { plain, fr: ` à ${plain}`, en: ` at ${plain}` }
}

const longestCause = 200

function firstLine(text: string | undefined): string | null {
  const line = text?.split('\n')[0]?.trim() ?? ''
  if (line === '') return null
  return line.length > longestCause ? `${line.slice(0, longestCause - 1)}…` : line
}

function both(fr: string, en: string): Text {
  return { fr, en }
}
