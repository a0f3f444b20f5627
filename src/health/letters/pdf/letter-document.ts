import PDFDocument from 'pdfkit'
import type { Temporal } from 'temporal-polyfill'
import {
  type FontFace,
  fontFaces,
  type Glyph,
  type LetterFont,
  letterFonts,
} from '../../../platform/letter-font.ts'
import type { LaidOutLetter, PageNumber, TextRun } from '../layout/laid-out-letter.ts'
import { foldMarks, page as sheet } from '../layout/page-geometry.ts'

/** The parts of pdfkit that its own text goes through, which its types leave out. */
interface EmbeddedFont {
  readonly id: string
  ref(): unknown
  encode(text: string): [codes: string[], positions: unknown]
}
interface StructureElement {
  add(child: unknown): StructureElement
  end(): void
}
interface Document extends NodeJS.ReadableStream {
  readonly page: { readonly fonts: Record<string, unknown> }
  readonly _font: EmbeddedFont
  readonly readableLength: number
  addPage(): void
  addContent(operators: string): void
  font(source: unknown): void
  struct(type: string, options?: object): StructureElement
  addStructure(element: StructureElement): void
  markContent(tag: string, options?: object): void
  markStructureContent(tag: string): unknown
  endMarkedContent(): void
  end(): void
}

const points = 72 / 25.4

/**
 * A PDF 1.7 of many letters, tagged (Document › Sect per letter › H1 and P in reading order), in French, with both
 * faces of its font embedded as far as they are used. Text is written as glyphs of the font: nothing in it is ever
 * interpreted. Page numbers and fold marks are artifacts, which no screen reader reads.
 */
export class LetterDocument {
  readonly stream: NodeJS.ReadableStream
  pages = 0
  private readonly document: Document
  private readonly root: StructureElement
  private readonly faces: Record<FontFace, Face>

  constructor(title: string, createdAt: Temporal.Instant) {
    this.document = new PDFDocument({
      pdfVersion: '1.7',
      size: [sheet.width * points, sheet.height * points],
      margin: 0,
      autoFirstPage: false,
      // No font of pdfkit's own.
      font: '',
      tagged: true,
      lang: 'fr-FR',
      displayTitle: true,
      info: {
        Title: title,
        Producer: 'Nocturne',
        Creator: 'Nocturne',
        CreationDate: new Date(createdAt.epochMilliseconds),
      },
    } as PDFKit.PDFDocumentOptions) as unknown as Document
    this.stream = this.document
    const faces = fontFaces.map((face) => {
      const font = letterFonts()[face]
      this.document.font(shapedOneByOne(font))
      return [face, new Face(font, this.document._font)] as const
    })
    this.faces = Object.fromEntries(faces) as Record<FontFace, Face>
    this.root = this.document.struct('Document')
    this.document.addStructure(this.root)
  }

  /** Bytes written that nobody has read yet: whoever adds letters waits while they are many. */
  get waitingBytes(): number {
    return this.document.readableLength
  }

  add(letter: LaidOutLetter): void {
    const { document } = this
    const section = document.struct('Sect')
    this.root.add(section)
    const elements = letter.blocks.map(() => null as StructureElement | null)
    for (const page of letter.pages) {
      document.addPage()
      this.pages++
      if (page === letter.pages[0]) this.drawFoldMarks()
      for (let from = 0; from < page.runs.length; ) {
        const block = page.runs[from]?.block ?? 0
        let to = from
        while (page.runs[to]?.block === block) to++
        const tag = letter.blocks[block]?.tag ?? 'P'
        const element = elements[block] ?? this.newElement(section, tag)
        elements[block] = element
        element.add(document.markStructureContent(tag))
        this.draw(page.runs.slice(from, to))
        document.endMarkedContent()
        from = to
      }
      if (page.number !== null) {
        document.markContent('Artifact', { type: 'Pagination' })
        this.draw([page.number])
        document.endMarkedContent()
      }
    }
    section.end()
  }

  end(): void {
    this.root.end()
    this.document.end()
  }

  private newElement(section: StructureElement, tag: string): StructureElement {
    const element = this.document.struct(tag)
    section.add(element)
    return element
  }

  private draw(runs: readonly (TextRun | PageNumber)[]): void {
    const operators = ['BT']
    let current = ''
    runs.forEach((run, index) => {
      const face = this.faces[run.face]
      this.document.page.fonts[face.embedded.id] ??= face.embedded.ref()
      const font = `/${face.embedded.id} ${decimal(run.size)} Tf`
      if (font !== current) operators.push(font)
      current = font
      // pdfkit turns the page upside down, so that its origin is the top left corner: text is turned back.
      operators.push(`1 0 0 -1 ${decimal(run.x * points)} ${decimal(run.y * points)} Tm`)
      // A line end of a paragraph is a space to whoever copies or listens.
      operators.push(face.show(index < runs.length - 1 ? `${run.text} ` : run.text))
    })
    operators.push('ET')
    this.document.addContent(operators.join('\n'))
  }

  private drawFoldMarks(): void {
    this.document.markContent('Artifact', { type: 'Layout' })
    const strokes = foldMarks.map(({ left, y, length }) => {
      const at = decimal(y * points)
      return `${decimal(left * points)} ${at} m ${decimal((left + length) * points)} ${at} l S`
    })
    this.document.addContent(`q 0.6 G 0.4 w\n${strokes.join('\n')}\nQ`)
    this.document.endMarkedContent()
  }
}

/** One face in one document: which code stands for which glyph. */
class Face {
  readonly embedded: EmbeddedFont
  private readonly font: LetterFont
  private readonly codes = new Map<number, string>()

  constructor(font: LetterFont, embedded: EmbeddedFont) {
    this.font = font
    this.embedded = embedded
  }

  /** The operator that shows a line, with its kerning. */
  show(text: string): string {
    let shown = '[<'
    let before: Glyph | null = null
    for (const character of text) {
      const glyph = this.font.glyph(character.codePointAt(0) ?? 0)
      if (glyph === null) continue
      const kerning = before === null ? 0 : this.font.kerning(before, glyph)
      if (kerning !== 0) shown += `> ${-kerning} <`
      shown += this.code(glyph, character)
      before = glyph
    }
    return `${shown}>] TJ`
  }

  private code(glyph: Glyph, character: string): string {
    let code = this.codes.get(glyph.codePoint)
    if (code === undefined) {
      code = this.embedded.encode(character)[0].join('')
      this.codes.set(glyph.codePoint, code)
    }
    return code
  }
}

/**
 * The font as pdfkit sees it: each character is its own glyph, without the fractions and ligatures that shaping would
 * put in (`1/2` is a street number), so that what is embedded is what was measured.
 */
function shapedOneByOne(font: LetterFont): unknown {
  return Object.create(font.source, {
    layout: {
      value: (text: string) => {
        const glyphs = [...text].map((character) =>
          font.source.glyphForCodePoint(character.codePointAt(0) ?? 0),
        )
        const positions = glyphs.map((glyph) => ({
          xAdvance: glyph.advanceWidth,
          yAdvance: 0,
          xOffset: 0,
          yOffset: 0,
        }))
        return { glyphs, positions, advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) }
      },
    },
  })
}

/** PDF knows no exponents; three decimals are a third of a micrometre. */
function decimal(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
