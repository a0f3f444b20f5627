const noBreakSpace = '\u00a0'

/**
 * French puts a no-break space before `: ; ! ? %` and inside « guillemets »; in the sources they are plain spaces,
 * which are easier to see and to type.
 */
export function withFrenchSpaces(text: string): string {
  return text.replace(/ (?=[:;!?%»€])/g, noBreakSpace).replace(/« /g, `«${noBreakSpace}`)
}

/**
 * A French text of the server, whose sources (and terminals) have straight apostrophes and plain spaces, as a page prints
 * it. Quotes around a word ('Patronyme') stay.
 */
export function asFrenchPrint(text: string): string {
  return withFrenchSpaces(text.replace(/(?<=\p{L})'(?=[\p{L}\d«])/gu, '’'))
}
