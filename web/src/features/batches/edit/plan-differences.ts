import type { CatchUp } from '../../../../../src/api/schemas/schedules.ts'
import type { Dates } from '../../../lib/dates.ts'
import type { schemaFormTexts } from '../../../ui/schema-form/texts.ts'
import { valueWords } from '../../../ui/schema-form/value-words.ts'
import { type PlanForm, weekdays } from './plan-form.ts'
import type { EditTexts } from './texts.ts'

/** One thing that two plans say differently. */
export interface PlanDifference {
  readonly what: string
  readonly before: string
  readonly after: string
}

type ValueTexts = (typeof schemaFormTexts)['fr'] | (typeof schemaFormTexts)['en']

/** What differs between two states of the window, field by field, in words. */
export function formDifferences(
  before: PlanForm,
  after: PlanForm,
  texts: EditTexts,
  valueTexts: ValueTexts,
  dates: Dates,
): PlanDifference[] {
  const words = (form: PlanForm): Readonly<Record<string, string>> => ({
    [texts.enabled]: form.enabled ? texts.yes : texts.no,
    [texts.frequency]: form.useFrequency ? texts.minutes(form.everyMinutes) : texts.none,
    [texts.time]: form.useFrequency ? texts.none : form.time,
    [texts.dayOfMonth]: form.dayOfMonth || texts.none,
    [texts.month]: monthName(form.month, texts),
    [texts.year]: form.year || texts.none,
    [texts.weekdays]: daysText(form.weekdays, texts),
    [texts.catchUp]: catchUpWords(
      form.catchUp === 'skip'
        ? { policy: 'skip' }
        : { policy: 'run', withinMinutes: Number(form.withinMinutes) },
      texts,
      dates,
    ),
  })
  const [was, becomes] = [words(before), words(after)]
  return [
    ...Object.keys(was)
      .filter((what) => was[what] !== becomes[what])
      .map((what) => ({ what, before: was[what] ?? '', after: becomes[what] ?? '' })),
    ...parameterDifferences(before.parameters, after.parameters, texts, valueTexts, dates),
  ]
}

export function parameterDifferences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  texts: EditTexts,
  valueTexts: ValueTexts,
  dates: Dates,
): PlanDifference[] {
  const words = (values: Readonly<Record<string, unknown>>, name: string) =>
    Object.hasOwn(values, name) ? valueWords(values[name], valueTexts, dates) : texts.byDefault
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ what: texts.parameter(name), before: words(before, name), after: words(after, name) }))
}

export function catchUpWords(catchUp: CatchUp, texts: EditTexts, dates: Dates): string {
  return catchUp.policy === 'skip'
    ? texts.catchUpNone
    : texts.catchUpWords(dates.number(catchUp.withinMinutes))
}

export function monthNames(texts: EditTexts): string[] {
  return texts.months.split(' ')
}

function monthName(month: string, texts: EditTexts): string {
  return month === '' ? texts.none : (monthNames(texts)[Number(month) - 1] ?? month)
}

export function daysText(days: readonly (typeof weekdays)[number][], texts: EditTexts): string {
  const named = weekdays.filter((day) => days.includes(day)).map((day) => texts.days[day])
  return named.length === 0 ? texts.none : named.join(', ')
}
