/** The values that are identifiers of rows: `12` is, `012`, `BIO101` and the empty value find nothing. */
export function numericIds(values: readonly string[]): number[] {
  return values.filter((value) => /^[1-9]\d{0,15}$/.test(value)).map(Number)
}
