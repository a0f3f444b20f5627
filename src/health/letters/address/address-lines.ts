import type { Recipient } from '../letter.ts'
import { abbreviations } from './abbreviations.ts'
import { postalCapitals, withoutAccents } from './postal-capitals.ts'

/** Characters of a line, and lines before the country, that NF Z 10-011 allows. */
export const longestLine = 38
export const mostLines = 6

export interface AddressLines {
  /** One to six lines from the name to the town; a seventh, the country, on a letter that leaves France. */
  readonly lines: readonly string[]
  /** A word was abbreviated, a line was cut at a space, or the font must shrink: counted as `adresses_longues`. */
  readonly long: boolean
  /** A line is longer than 38 characters whatever was done: it must be printed smaller, whole. */
  readonly shrink: boolean
}

/** What part of the address a line is; the name is never abbreviated. */
type Part = 'name' | 'place' | 'town'

interface Line {
  readonly part: Part
  readonly text: string
}

/**
 * The address block of a letter, by NF Z 10-011 (health.md 2.7): name · flat · building · number and street · post
 * box or hamlet · postal code and town · country. Empty lines are left out; the last three lines of the block are
 * capitals without accents and punctuation. A line of more than 38 characters is abbreviated, then cut at a space
 * onto a free line, else left whole for a smaller font. No character is lost otherwise.
 *
 * Null where no postman could deliver: no name, no town, nothing but the town, a French address without a postal
 * code of five digits, a foreign one whose country has no name.
 */
export function addressLines(recipient: Recipient): AddressLines | null {
  const foreign = isForeign(recipient)
  if (foreign === null) return null
  const name = [recipient.firstName, tidy(recipient.usageName) || recipient.familyName]
    .map(tidy)
    .filter((part) => part !== '')
    .join(' ')
  const flat = tidy(recipient.address2)
  const building = tidy(recipient.address3)
  const street = tidy(recipient.address1)
  // A post box or hamlet has its own line, below the street, in whichever field it was typed.
  const ordered = [flat, building, street].filter((place) => place !== '')
  const places = [
    ...ordered.filter((place) => !isBoxOrHamlet(place)),
    ...ordered.filter((place) => isBoxOrHamlet(place)),
  ]
  const town = townLine(tidy(recipient.postalCode), tidy(recipient.town))
  if (name === '' || places.length === 0 || town === null) return null
  if (!foreign && !/^\d{5}$/.test(tidy(recipient.postalCode).replaceAll(' ', ''))) return null

  const country = foreign ? postalCapitals(tidy(recipient.countryName)) : null
  const full: Line[] = [
    { part: 'name', text: name },
    ...places.map((text): Line => ({ part: 'place', text })),
    { part: 'town', text: town },
  ]
  const shortened = full.map(abbreviated)
  const fitted = cutLongLines(shortened)
  const texts = fitted.map(({ text }) => text)
  const block = inCapitals(country === null ? texts : [...texts, country], foreign)
  const shrink = block.some((line) => length(line) > longestLine)
  const changed = shortened.some((line, index) => line.text !== full[index]?.text)
  return { lines: block, long: changed || shrink || fitted.length > full.length, shrink }
}

/** Whether the letter leaves France; null: it cannot be told, or its country cannot be printed. */
function isForeign(recipient: Recipient): boolean | null {
  const code = tidy(recipient.countryCode)
  if (code === '100') return false
  if (code === '') return /^\d{5}$/.test(tidy(recipient.postalCode)) ? false : null
  return postalCapitals(tidy(recipient.countryName)) === '' ? null : true
}

/** Postal code and town, as given: where the country writes its code elsewhere, the town holds it already. */
function townLine(postalCode: string, town: string): string | null {
  if (postalCapitals(town) === '') return null
  const words = (text: string) => ` ${postalCapitals(text)} `
  return postalCode === '' || words(town).includes(words(postalCode)) ? town : `${postalCode} ${town}`
}

/** Post boxes and the like at the start of a line; a hamlet that says so. */
function isBoxOrHamlet(place: string): boolean {
  return /^(BP|B P|CS|TSA|CIDEX|LIEU DIT|LIEUDIT|HAMEAU)\b/.test(postalCapitals(place))
}

/** Shortens words, one kind after the other, until the line fits. */
function abbreviated(line: Line): Line {
  if (line.part === 'name') return line
  let text = line.text
  for (const [word, short] of abbreviations) {
    if (length(text) <= longestLine) break
    text = text.replace(/[\p{L}\p{M}]+/gu, (found) => (withoutAccents(found) === word ? short : found))
  }
  return { ...line, text }
}

/** Cuts lines that are too long at a space, the last ones first, while there are free lines. */
function cutLongLines(lines: readonly Line[]): Line[] {
  let free = mostLines - lines.length
  const fitted: Line[] = []
  // Streets before names: what the postman reads must not be printed small for the sake of a long name.
  for (const line of [...lines].reverse()) {
    const pieces = [line.text]
    for (;;) {
      const last = pieces.at(-1) ?? ''
      const space = length(last) > longestLine ? last.lastIndexOf(' ', longestLine) : -1
      if (free === 0 || space <= 0) break
      pieces.splice(-1, 1, last.slice(0, space), last.slice(space + 1))
      free--
    }
    fitted.unshift(...pieces.map((text): Line => ({ ...line, text })))
  }
  return fitted
}

/** The last three lines as the sorting machines read them. */
function inCapitals(lines: readonly string[], foreign: boolean): string[] {
  return lines.map((line, index) => {
    if (index < lines.length - 3) return line
    const capitals = postalCapitals(line, { keepSlash: foreign })
    // A name of signs alone would vanish: it stays as it is.
    return capitals === '' ? line : capitals
  })
}

/** One space between words, none around; no control characters. */
function tidy(text: string | null): string {
  return (text ?? '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
}

/** Characters as a reader counts them. */
function length(text: string): number {
  return [...text].length
}
