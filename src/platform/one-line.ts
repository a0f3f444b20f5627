/** One line: what values hold must not become a line, or a header, of its own. */
export function asOneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/gu, ' ').trim()
}
