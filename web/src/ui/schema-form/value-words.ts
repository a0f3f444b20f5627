import type { Dates } from '../../lib/dates.ts'
import type { schemaFormTexts } from './texts.ts'

type Words = (typeof schemaFormTexts)['fr'] | (typeof schemaFormTexts)['en']

/** A parameter's value for reading: `oui`, `30`, `a, b`. */
export function valueWords(value: unknown, texts: Words, dates: Dates): string {
  if (value === null || value === undefined) return texts.nothing
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'number') return dates.number(value)
  if (typeof value === 'string') return value === '' ? texts.empty : value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.length === 0 ? texts.empty : value.join(', ')
  }
  return JSON.stringify(value)
}
