import type { Glyph as FontGlyph } from 'fontkit'
import type { LetterFont } from '../../platform/letter-font.ts'

const kerned = new WeakMap<LetterFont, unknown>()

/**
 * The font as pdfkit sees it: each character is its own glyph, kerned, from what `LetterFont` remembers of one letter to the
 * next. Shaping anew would take most of the time of a letter, and its fractions and ligatures make `1/2` another text.
 */
export function kernedFont(font: LetterFont): unknown {
  const known = kerned.get(font)
  if (known !== undefined) return known
  const glyphs = new Map<string, FontGlyph>()
  const glyphOf = (character: string) => {
    const glyph = glyphs.get(character) ?? font.source.glyphForCodePoint(character.codePointAt(0)!)
    glyphs.set(character, glyph)
    return glyph
  }
  const seen: unknown = Object.create(font.source, {
    layout: {
      value(text: string) {
        const characters = [...text]
        const shown = characters.map(glyphOf)
        const positions = shown.map((glyph, at) => {
          const next = characters[at + 1]
          const kerning = next === undefined ? 0 : kerningOf(font, characters[at]!, next)
          return { xAdvance: glyph.advanceWidth + kerning, yAdvance: 0, xOffset: 0, yOffset: 0 }
        })
        const advanceWidth = positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0)
        return { glyphs: shown, positions, advanceWidth }
      },
    },
  })
  kerned.set(font, seen)
  return seen
}

function kerningOf(font: LetterFont, first: string, second: string): number {
  const [one, other] = [font.glyph(first.codePointAt(0)!), font.glyph(second.codePointAt(0)!)]
  return one === null || other === null ? 0 : font.kerning(one, other)
}
