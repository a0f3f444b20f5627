import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

export const fontFaces = ['regular', 'semibold'] as const
export type FontFace = (typeof fontFaces)[number]

const files: Record<FontFace, string> = {
  regular: '400Regular/SourceSans3_400Regular.ttf',
  semibold: '600SemiBold/SourceSans3_600SemiBold.ttf',
}

export interface Glyph {
  readonly id: number
  readonly codePoint: number
  /** In thousandths of the font size. */
  readonly advance: number
}

/**
 * One face of Source Sans 3, as the layout measures it and the PDF embeds it. Glyphs and kerning pairs are looked up
 * in the font once and remembered: shaping each word anew would take longer than all the rest of a letter.
 */
export class LetterFont {
  readonly source: Font
  private readonly glyphs = new Map<number, Glyph | null>()
  private readonly pairs = new Map<number, number>()

  constructor(face: FontFace) {
    const resolve = createRequire(import.meta.url).resolve
    const font = create(readFileSync(resolve(`@expo-google-fonts/source-sans-3/${files[face]}`)))
    if (!('layout' in font)) throw new Error('The letters need a font of one face')
    this.source = font
  }

  /** Null: the font cannot draw it. */
  glyph(codePoint: number): Glyph | null {
    let glyph = this.glyphs.get(codePoint)
    if (glyph === undefined) {
      const found = this.source.hasGlyphForCodePoint(codePoint)
        ? this.source.glyphForCodePoint(codePoint)
        : null
      glyph = found === null ? null : { id: found.id, codePoint, advance: found.advanceWidth }
      this.glyphs.set(codePoint, glyph)
    }
    return glyph
  }

  /** By how much the second glyph comes nearer to the first, in thousandths of the font size (mostly below 0). */
  kerning(first: Glyph, second: Glyph): number {
    const key = first.id * 65_536 + second.id
    let kerning = this.pairs.get(key)
    if (kerning === undefined) {
      const run = this.source.layout(String.fromCodePoint(first.codePoint, second.codePoint), {
        kern: true,
        liga: false,
        frac: false,
      })
      kerning = run.glyphs.length === 2 ? (run.positions[0]?.xAdvance ?? first.advance) - first.advance : 0
      this.pairs.set(key, kerning)
    }
    return kerning
  }

  /** Width of a line in millimetres at this size in points; characters that the font lacks count as nothing. */
  width(text: string, size: number): number {
    let width = 0
    let before: Glyph | null = null
    for (const character of text) {
      const glyph = this.glyph(character.codePointAt(0) ?? 0)
      if (glyph === null) continue
      if (before !== null) width += this.kerning(before, glyph)
      width += glyph.advance
      before = glyph
    }
    return (width * size * millimetresPerPoint) / 1000
  }
}

export const millimetresPerPoint = 25.4 / 72

let fonts: Record<FontFace, LetterFont> | undefined

/** Both faces, read at the first letter. */
export function letterFonts(): Record<FontFace, LetterFont> {
  fonts ??= { regular: new LetterFont('regular'), semibold: new LetterFont('semibold') }
  return fonts
}
