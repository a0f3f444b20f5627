import type { LetterFont } from '../../../platform/letter-font.ts'

/**
 * Lines of at most `width` millimetres. Cut at spaces, which vanish there; never before `: ; ! ? % »` or after `«`,
 * whose space does not part words in French. A word wider than the line is cut between characters; inner and leading
 * spaces stay as written.
 */
export function wrapText(text: string, font: LetterFont, size: number, width: number): string[] {
  const lines: string[] = []
  const space = font.width(' ', size)
  let line: string | null = null
  let lineWidth = 0
  for (const word of wordsOf(text)) {
    const wordWidth = font.width(word, size)
    const joined: number = line === null ? wordWidth : lineWidth + space + wordWidth
    if (joined <= width) {
      line = line === null ? word : `${line} ${word}`
      lineWidth = joined
      continue
    }
    if (line !== null && line.trim() !== '') lines.push(line.trimEnd())
    const pieces = wordWidth <= width ? [word] : cutWord(word, font, size, width)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
    lineWidth = font.width(line, size)
  }
  return [...lines, (line ?? '').trimEnd()]
}

function wordsOf(text: string): string[] {
  return text.split(/(?<!«) (?![:;!?%»])/)
}

function cutWord(word: string, font: LetterFont, size: number, width: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && font.width(piece + character, size) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}
