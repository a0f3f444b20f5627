import { type FontFace, letterFonts } from '../../../platform/letter-font.ts'
import type { Block, BlockRole, TextRun } from './laid-out-letter.ts'
import * as at from './page-geometry.ts'
import { wrapText } from './wrap-text.ts'

/** What stands below the date, worded. */
export interface Body {
  readonly subject: string
  readonly recall: string
  readonly paragraphs: readonly string[]
  readonly closing: string
  readonly signature: readonly string[]
}

interface FlowLine {
  readonly text: string
  readonly face: FontFace
  readonly x: number
  readonly block: number
  /** From the baseline before, in millimetres. */
  readonly advance: number
  /** Stays on the page of the next line. */
  keep: boolean
}

/**
 * The runs of each page. No page begins or ends with a single line of a paragraph, subject and recall stay with the
 * text, and the signature is never alone on its page.
 */
export function flowBody(body: Body, begin: (role: BlockRole, tag?: Block['tag']) => number): TextRun[][] {
  const { regular, semibold } = letterFonts()
  const lines: FlowLine[] = []
  const add = (
    role: BlockRole,
    text: string,
    { gap, face = 'regular', x = at.margins.left, keep = false }: AddOptions,
  ): void => {
    if (text.trim() === '') return
    const block = begin(role, role === 'subject' ? 'H1' : 'P')
    const width = at.page.width - at.margins.right - x
    const wrapped = text
      .replace(/^\n+/, '')
      .trimEnd()
      .split('\n')
      .flatMap((line) => wrapText(line, face === 'regular' ? regular : semibold, at.body.size, width))
    wrapped.forEach((line, index) => {
      const left = wrapped.length - index
      lines.push({
        text: line,
        face,
        x,
        block,
        advance: at.body.leading + (index === 0 ? gap : 0),
        // Two lines at least before and after the end of a page.
        keep: (keep && left <= 2) || (left > 1 && (index === 0 || left === 2)),
      })
    })
  }

  add('subject', body.subject === '' ? '' : `Objet : ${body.subject}`, {
    gap: 0,
    face: 'semibold',
    keep: true,
  })
  add('recall', body.recall, { gap: 0, keep: true })
  const last = body.paragraphs.length - 1
  body.paragraphs.forEach((text, index) => {
    add('paragraph', text, {
      gap: index === 0 ? at.body.leading : at.body.paragraphGap,
      keep: index === last,
    })
  })
  add('closing', body.closing, { gap: at.body.paragraphGap, keep: true })
  const signature = body.signature.filter((line) => line.trim() !== '').join('\n')
  const beforeSignature = lines.length
  add('signature', signature, { gap: 2 * at.body.leading, x: at.addressWindow.left + at.windowPadding })
  for (const line of lines.slice(beforeSignature, -1)) line.keep = true
  return paged(lines)
}

interface AddOptions {
  readonly gap: number
  readonly face?: FontFace
  readonly x?: number
  readonly keep?: boolean
}

function paged(lines: readonly FlowLine[]): TextRun[][] {
  const fonts = letterFonts()
  const pages: TextRun[][] = [[]]
  let y = at.subjectBaseline
  let begun = false
  for (let index = 0; index < lines.length; ) {
    const chunk = chunkFrom(lines, index)
    const height = chunk.reduce((sum, line) => sum + line.advance, begun ? 0 : -(chunk[0]?.advance ?? 0))
    // A chunk that no page holds (a signature of sixty lines) is parted where the page ends.
    if (begun && y + height > at.lastBaseline) turn()
    for (const line of chunk) {
      const next = begun ? y + line.advance : y
      if (next > at.lastBaseline) turn()
      y = begun ? y + line.advance : y
      begun = true
      if (line.text.trim() !== '')
        pages.at(-1)?.push({
          x: line.x,
          y,
          width: fonts[line.face].width(line.text, at.body.size),
          text: line.text,
          face: line.face,
          size: at.body.size,
          block: line.block,
        })
    }
    index += chunk.length
  }
  return pages

  function turn() {
    pages.push([])
    y = at.furtherBaseline
    begun = false
  }
}

/** The lines from here that must stay together. */
function chunkFrom(lines: readonly FlowLine[], from: number): FlowLine[] {
  let end = from
  while (lines[end]?.keep === true && end + 1 < lines.length) end++
  return lines.slice(from, end + 1)
}
