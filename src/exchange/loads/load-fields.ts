import { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import type { Row } from '../command-file/row.ts'
import type { LineMessage } from '../command-file/verdict.ts'
import { badChoice, badDate, badForm, badNumber, badTime, missingValue, tooLong } from './load-messages.ts'

/**
 * The cells of a line as typed values. `undefined`: the file has no such column, so that what is there stays. `null`: the
 * cell is empty. All faults of a line are gathered.
 */
export interface LoadFields {
  readonly faults: LineMessage[]
  /** A text that must be there. */
  needed(column: string, longest?: number): string
  text(column: string, longest?: number): string | null | undefined
  /** `J/MM/AAAA` or `AAAA-MM-JJ`, as `AAAA-MM-JJ`. */
  date(column: string): string | null | undefined
  /** A day and, in another column, an hour (default midnight) in the establishment's zone, as an instant. */
  instant(dayColumn: string, timeColumn: string): string | null | undefined
  /** A day as the instant at which it begins there. */
  dayBegins(column: string): string | null | undefined
  number(column: string, from: number, to: number): number | null | undefined
  /** `O`/`N` (also `OUI`, `NON`, `1`, `0`). */
  yesOrNo(column: string): boolean | null | undefined
  choice<T extends string>(column: string, choices: Readonly<Record<string, T>>): T | null | undefined
  /** Several texts in one cell, separated by commas. */
  list(column: string, longest?: number): readonly string[] | undefined
  /** A sum of money: `150`, `150,50`. */
  amount(column: string): number | null | undefined
  /** A text of this form; `how`: how it is written. */
  formed(column: string, form: RegExp, how: Text): string | null | undefined
  fault(message: LineMessage): void
}

export function loadFields(row: Row, timeZone: string): LoadFields {
  const faults: LineMessage[] = []
  const fields: LoadFields = {
    faults,
    needed(column, longest = 200) {
      const value = fields.text(column, longest)
      if (value == null) faults.push(missingValue(column))
      return value ?? ''
    },
    text(column, longest = 200) {
      const value = row.value(column)
      if (value === undefined) return undefined
      if (value === '') return null
      if (value.length > longest) faults.push(tooLong(column, value.length, longest))
      return value
    },
    date(column) {
      const value = row.value(column)
      if (value === undefined) return undefined
      if (value === '') return null
      const day = readDay(value)
      if (day === null) faults.push(badDate(column, value))
      return day?.toString() ?? null
    },
    instant(dayColumn, timeColumn) {
      const value = row.value(dayColumn)
      if (value === undefined) return undefined
      if (value === '') return null
      const day = readDay(value)
      if (day === null) faults.push(badDate(dayColumn, value))
      const hour = row.text(timeColumn)
      const time = hour === '' ? Temporal.PlainTime.from('00:00') : readTime(hour)
      if (time === null) faults.push(badTime(timeColumn, hour))
      if (day === null || time === null) return null
      // A time that the spring change skips is the one an hour later; one that comes twice is the first.
      return day
        .toZonedDateTime({ timeZone, plainTime: time })
        .toInstant()
        .toString({ fractionalSecondDigits: 3 })
    },
    dayBegins: (column) => fields.instant(column, ''),
    number(column, from, to) {
      const value = row.value(column)
      if (value === undefined) return undefined
      if (value === '') return null
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
      if (!(number >= from && number <= to)) {
        faults.push(badNumber(column, value, from, to))
        return null
      }
      return number
    },
    yesOrNo(column) {
      const known = { O: 'yes', OUI: 'yes', '1': 'yes', N: 'no', NON: 'no', '0': 'no' } as const
      const value = fields.choice(column, known)
      return value == null ? value : value === 'yes'
    },
    choice(column, choices) {
      const value = row.value(column)
      if (value === undefined) return undefined
      if (value === '') return null
      const found = Object.entries(choices).find(([word]) => word === value.toUpperCase())
      if (found !== undefined) return found[1]
      faults.push(badChoice(column, value, Object.keys(choices)))
      return null
    },
    list(column, longest = 200) {
      const value = row.value(column)
      if (value === undefined) return undefined
      const texts = value
        .split(',')
        .map((text) => text.trim())
        .filter((text) => text !== '')
      for (const text of texts) if (text.length > longest) faults.push(tooLong(column, text.length, longest))
      return texts
    },
    amount(column) {
      const value = row.value(column)
      if (value === undefined) return undefined
      if (value === '') return null
      if (/^\d{1,7}([.,]\d{1,2})?$/.test(value)) return Number(value.replace(',', '.'))
      faults.push(badForm(column, amountForm))
      return null
    },
    formed(column, form, how) {
      const value = row.value(column)
      if (value === '') return null
      if (value !== undefined && !form.test(value)) faults.push(badForm(column, how))
      return value
    },
    fault: (message) => void faults.push(message),
  }
  return fields
}

/** A day that exists, of the years that records are of; null otherwise. */
export function readDay(text: string): Temporal.PlainDate | null {
  const french = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const [year, month, day] =
    french !== null ? [french[3], french[2], french[1]] : [iso?.[1], iso?.[2], iso?.[3]]
  if (year === undefined || Number(year) < 1900 || Number(year) > 2200) return null
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    )
  } catch {
    return null
  }
}

/** `8:30`, `08:30`, `08h30`. */
function readTime(text: string): Temporal.PlainTime | null {
  const match = /^([01]?\d|2[0-3])[:hH]([0-5]\d)$/.exec(text)
  return match === null ? null : Temporal.PlainTime.from({ hour: Number(match[1]), minute: Number(match[2]) })
}

const amountForm = { fr: 'un montant comme 150 ou 150,50', en: 'an amount such as 150 or 150.50' }
