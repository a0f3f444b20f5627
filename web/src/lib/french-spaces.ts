const noBreakSpace = '\u00a0'

/**
 * French puts a no-break space before `: ; ! ? %` and inside « guillemets »; in the sources they are plain spaces,
 * which are easier to see and to type.
 */
export function withFrenchSpaces(text: string): string {
  return text.replace(/ (?=[:;!?%»€])/g, noBreakSpace).replace(/« /g, `«${noBreakSpace}`)
}
