import type { Temporal } from 'temporal-polyfill'
import { formatDateTime } from '../../batch/schedule/run-line.ts'
import type { Locale, Text } from '../../platform/text.ts'
import { frenchSpacing } from '../french-spacing.ts'
import type { Block, Letter } from '../letter.ts'
import { footer } from '../letter-footer.ts'
import { alertPage, nightPage, type Pages, runPage } from '../page-url.ts'
import { nightName } from './night-name.ts'
import type { Summary, Trouble } from './summary.ts'
import { type SummaryWords, summaryWords } from './summary-words.ts'

/** « Bilan de la nuit »: the same values give the same text. */
export function summaryLetter(summary: Summary, locale: Locale, pages: Pages): Letter {
  const words = summaryWords[locale]
  const spaced = locale === 'fr' ? frenchSpacing : (text: string) => text
  const time = (instant: Temporal.Instant) => formatDateTime(instant, summary.timeZone)
  const said = (batch: { readonly batchCode: string; readonly label: Text }, what: string) =>
    spaced(`${batch.batchCode} (${batch.label[locale]})${words.colon}${what}`)
  const { trouble, held, rejects, ran, upcoming } = summary
  const matters = trouble.length + held.length + rejects.length
  const total = ran.flatMap((one) => Object.values(one.states)).reduce((sum, count) => sum + count, 0)
  const night = nightName(summary.date, locale)
  const nightUrl = nightPage(pages)

  const blocks: Block[] = [
    { kind: 'title', text: `${words.title} ${night}` },
    {
      kind: 'text',
      text: spaced(
        `${words.period(time(summary.from), time(summary.until))}${words.colon}${words.runs(total)}.`,
      ),
    },
    ...(matters === 0 ? [{ kind: 'text', text: words.nothing } as const] : []),
    ...list(words.trouble, trouble, (one) => ({
      text: said(one, troubleText(one, words, time)),
      url: alertPage(pages, { ...one, runId: one.lastRunId, dueAt: one.lastDueAt }),
    })),
    ...list(words.held, held, (one) => ({
      text: said(one, `${words.run} ${one.runId}`),
      url: alertPage(pages, { ...one, kind: 'held', dueAt: null }),
    })),
    ...list(words.rejects, rejects, (one) => ({
      text: said(one, `${words.rejected(one.rejected, one.lines)} (${words.run} ${one.runId})`),
      url: runPage(pages, one.runId),
    })),
    ...list(words.ran, ran, (one) => ({ text: said(one, words.states(one.states)), url: null })),
    ...list(words.upcoming, upcoming, (one) => ({ text: said(one, time(one.at)), url: null })),
    ...(nightUrl === null ? [] : [{ kind: 'link', caption: words.page, url: nightUrl } as const]),
    footer(locale, pages),
  ]
  const subject = spaced(`Nocturne${words.colon}${words.subject} ${night}, ${words.matters(matters)}`)
  return { locale, subject, blocks }
}

function list<T>(
  title: string,
  items: readonly T[],
  item: (one: T) => { text: string; url: string | null },
): Block[] {
  if (items.length === 0) return []
  return [
    { kind: 'title', text: title },
    { kind: 'list', items: items.map(item) },
  ]
}

function troubleText(one: Trouble, words: SummaryWords, time: (instant: Temporal.Instant) => string): string {
  const happened = words.happened[one.kind]
  const at = one.kind === 'missed' ? (one.lastDueAt ?? one.lastAt) : one.lastAt
  const what =
    one.times === 1
      ? words.once(happened, time(at))
      : words.often(happened, one.times, time(one.firstAt), time(one.lastAt))
  const run =
    one.lastRunId === null || one.kind === 'missed' ? '' : ` (${words.lastRun(one.times, one.lastRunId)})`
  const mended = one.mendedBy === null ? '' : `${words.semicolon}${words.mended(one.mendedBy)}`
  return `${what}${run}${mended}`
}
