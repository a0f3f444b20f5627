import { stateCodes } from '../batch/run-state.ts'
import { formatDateTime } from '../batch/schedule/run-line.ts'
import type { Locale, Text } from '../platform/text.ts'
import type { Alert, AlertKind } from './alert.ts'
import type { RepeatedAlert } from './alert-group.ts'
import { alertSentence } from './alert-sentence.ts'
import { frenchSpacing } from './french-spacing.ts'
import type { Block, Letter } from './letter.ts'
import { footer } from './letter-footer.ts'
import { alertPage, batchPage, type Pages } from './page-url.ts'

export interface LetterOptions extends Pages {
  readonly timeZone: string
}

/** The mail that tells of one alert. */
export function alertLetter(alert: Alert, locale: Locale, options: LetterOptions): Letter {
  const words = captions[locale]
  const url = alertPage(options, alert)
  const happened = words.happened[alert.kind]
  const rows: [string, string][] = [[words.at, formatDateTime(alert.at, options.timeZone)]]
  if (alert.dueAt !== null) rows.push([words.due, formatDateTime(alert.dueAt, options.timeZone)])
  if (alert.state !== null) rows.push([words.state, stateCodes[alert.state]])
  if (alert.nodeName !== null) rows.push([words.node, alert.nodeName])
  const run = alert.runId === null || alert.kind === 'missed' ? '' : ` (${words.run} ${alert.runId})`
  return spaced({
    locale,
    subject: `${words.product} ${alert.batchCode} ${happened}${run}`,
    blocks: [
      { kind: 'text', text: alertSentence(alert, options.timeZone)[locale] },
      { kind: 'facts', rows },
      ...pageLink(url, words.page),
      footer(locale, options),
    ],
  })
}

/** The mail that tells how often the same has happened again. */
export function repeatLetter(
  repeat: RepeatedAlert & { readonly label: Text },
  locale: Locale,
  options: LetterOptions,
): Letter {
  const words = captions[locale]
  const { batchCode, kind, untold, occurrences, lastRunId } = repeat
  const first = formatDateTime(repeat.firstAt, options.timeZone)
  const last = formatDateTime(repeat.lastAt, options.timeZone)
  return spaced({
    locale,
    subject: `${words.product} ${batchCode} ${words.happened[kind]}, ${words.again(untold)}`,
    blocks: [
      {
        kind: 'text',
        text: words.repeated(`${batchCode} (${repeat.label[locale]})`, occurrences, first, last),
      },
      ...(lastRunId === null ? [] : [{ kind: 'facts', rows: [[words.lastRun, String(lastRunId)]] } as const]),
      ...pageLink(
        alertPage(options, { kind, batchCode, runId: lastRunId, dueAt: null }) ??
          batchPage(options, batchCode),
        words.page,
      ),
      footer(locale, options),
    ],
  })
}

function pageLink(url: string | null, caption: string): Block[] {
  return url === null ? [] : [{ kind: 'link', caption, url }]
}

function spaced(letter: Letter): Letter {
  return letter.locale === 'fr' ? { ...letter, subject: frenchSpacing(letter.subject) } : letter
}

interface Captions {
  readonly product: string
  readonly happened: Readonly<Record<AlertKind, string>>
  readonly run: string
  readonly at: string
  readonly due: string
  readonly state: string
  readonly node: string
  readonly page: string
  readonly lastRun: string
  again(times: number): string
  repeated(batch: string, occurrences: number, first: string, last: string): string
}

const captions: Readonly<Record<Locale, Captions>> = {
  fr: {
    product: 'Nocturne :',
    happened: {
      failed: 'en échec',
      interrupted: 'interrompu',
      held: 'en attente d’approbation',
      missed: 'n’est pas parti',
      slow: 'plus long que d’habitude',
    },
    run: 'exécution',
    at: 'Survenu le',
    due: 'Prévu le',
    state: 'État',
    node: 'Nœud',
    page: 'Le détail, le journal et la suite à donner',
    lastRun: 'Dernière exécution concernée',
    again: (times) => (times === 1 ? 'encore une fois' : `encore ${times} fois`),
    repeated: (batch, occurrences, first, last) =>
      `${batch} : ${occurrences} fois dans la journée pour la même cause, du ${first} au ${last}.`.replace(
        ' :',
        '\u00a0:',
      ),
  },
  en: {
    product: 'Nocturne:',
    happened: {
      failed: 'failed',
      interrupted: 'was interrupted',
      held: 'waits for approval',
      missed: 'did not start',
      slow: 'takes longer than usual',
    },
    run: 'run',
    at: 'Happened at',
    due: 'Due at',
    state: 'State',
    node: 'Node',
    page: 'Details, log and what to do about it',
    lastRun: 'Last run concerned',
    again: (times) => (times === 1 ? 'once more' : `${times} more times`),
    repeated: (batch, occurrences, first, last) =>
      `${batch}: ${occurrences} times that day for the same cause, from ${first} to ${last}.`,
  },
}
