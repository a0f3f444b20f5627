import { letterFonts } from '../../../platform/letter-font.ts'
import { addressLines } from '../address/address-lines.ts'
import type { Letter, LetterKind } from '../letter.ts'
import { printable } from '../printable.ts'
import { fill, type PlaceholderValues } from '../template/fill.ts'
import type { LetterTemplate } from '../template/letter-template.ts'
import { flowBody } from './flow-body.ts'
import type { Block, BlockRole, LaidOutLetter, LayoutFault, TextRun } from './laid-out-letter.ts'
import { longDate, shortDate } from './letter-dates.ts'
import * as at from './page-geometry.ts'
import { wrapText } from './wrap-text.ts'

export type LayoutResult =
  | { readonly ok: true; readonly letter: LaidOutLetter }
  | { readonly ok: false; readonly fault: LayoutFault }

/**
 * The pages of one letter (health.md 2.7): sender, date, address in the window, subject, text, signature. Pure; the
 * PDF and the preview on screen draw what this returns and nothing else. `date` is the civil date of the letter.
 */
export function layOutLetter(
  kind: LetterKind,
  template: LetterTemplate,
  letter: Letter,
  date: string,
): LayoutResult {
  const fault = (fault: LayoutFault): LayoutResult => ({ ok: false, fault })
  const block = addressLines(letter.recipient)
  if (block === null) return fault('no-address')
  if (kind === 'follow-up-reminder' && letter.firstLetterOn === null) return fault('no-first-letter-date')
  const address = placeAddress(block.lines)
  if (address === null) return fault('address-too-long')

  const { recipient } = letter
  const values: PlaceholderValues = {
    texte: letter.text,
    prenom: recipient.firstName,
    nom: recipient.usageName?.trim() || recipient.familyName,
    date: longDate(date),
    date_premier_courrier: letter.firstLetterOn === null ? '' : shortDate(letter.firstLetterOn),
  }
  let complete = true
  const say = (text: string): string => {
    const words = printable(fill(text, values))
    if (words === null) complete = false
    return words ?? ''
  }
  const { regular, semibold } = letterFonts()
  const blocks: Block[] = []
  const begin = (role: BlockRole, tag: Block['tag'] = 'P') => blocks.push({ role, tag }) - 1
  const runs: TextRun[] = []

  const sender = begin('sender')
  template.sender
    .flatMap((line, index) =>
      wrapText(say(line), index === 0 ? semibold : regular, at.sender.size, at.senderWidth).map((text) => ({
        text,
        face: index === 0 ? ('semibold' as const) : ('regular' as const),
      })),
    )
    .filter(({ text }) => text !== '')
    .forEach(({ text, face }, index) => {
      const y = at.senderTop + (index + 1) * at.sender.leading
      runs.push(run(text, at.margins.left, y, face, at.sender.size, sender))
    })

  const place = say(template.place).trim()
  const dated = place === '' ? `Le ${longDate(date)}` : `${place}, le ${longDate(date)}`
  const left = at.addressWindow.left + at.windowPadding
  const dateLines = wrapText(dated, regular, at.body.size, at.page.width - at.margins.right - left)
  const addressBlock = begin('address')
  for (const line of address) runs.push({ ...line, block: addressBlock })
  const dateBlock = begin('date')
  dateLines.forEach((text, index) => {
    const y = at.dateBaseline + index * at.sender.leading
    runs.push(run(text, left, y, 'regular', at.body.size, dateBlock))
  })

  const pages = flowBody(
    {
      subject: say(template.subject),
      recall: kind === 'follow-up-reminder' ? say(template.recall) : '',
      paragraphs: template.paragraphs.flatMap((paragraph) => paragraphsOf(say(paragraph))),
      closing: say(template.closing),
      signature: template.signature.map(say),
    },
    begin,
  )
  if (!complete || address.some(({ text }) => printable(text) === null)) return fault('missing-character')

  return {
    ok: true,
    letter: {
      blocks,
      pages: pages.map((flowed, index) => ({
        runs: index === 0 ? [...runs, ...flowed] : flowed,
        number: pages.length === 1 ? null : pageNumber(index + 1, pages.length),
      })),
      longAddress: block.long || (address[0]?.size ?? at.address.size) < at.address.size,
    },
  }
}

/** The address inside the window, in one size; null where it would have to be illegibly small. */
function placeAddress(lines: readonly string[]): Omit<TextRun, 'block'>[] | null {
  const font = letterFonts().regular
  const room = at.addressWindow.width - 2 * at.windowPadding
  const printed = lines.map((line) => printable(line) ?? line)
  const widest = Math.max(...printed.map((line) => font.width(line, at.address.size)))
  // Down to the tenth of a point, never up.
  const fitting = Math.floor(at.address.size * Math.min(1, room / widest) * 10) / 10
  if (fitting < at.address.smallest) return null
  const x = at.addressWindow.left + at.windowPadding
  // Centred in height: a sheet that slides in its envelope hides neither end.
  const height = (printed.length - 1) * at.address.leading
  const first = at.addressWindow.top + (at.addressWindow.height - height) / 2 + 1.2
  return printed.map((text, index) => {
    const { block: _block, ...placed } = run(
      text,
      x,
      first + index * at.address.leading,
      'regular',
      fitting,
      0,
    )
    return placed
  })
}

function run(
  text: string,
  x: number,
  y: number,
  face: TextRun['face'],
  size: number,
  block: number,
): TextRun {
  return { x, y, width: letterFonts()[face].width(text, size), text, face, size, block }
}

/** Parted at blank lines; those at either end go. */
function paragraphsOf(text: string): string[] {
  return text.split(/\n(?:[ ]*\n)+/).filter((paragraph) => paragraph.trim() !== '')
}

function pageNumber(number: number, of: number) {
  const text = `${number} / ${of}`
  const size = 9
  const width = letterFonts().regular.width(text, size)
  const x = at.page.width - at.margins.right - width
  return { x, y: at.pageNumberBaseline, width, text, face: 'regular' as const, size }
}
