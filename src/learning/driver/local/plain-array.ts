/**
 * An array of numbers or truth values as PostgreSQL reads it: `{1,2,NULL}`. The client would quote and look through each
 * element, which takes longer than the statement's other preparations together.
 */
export function plainArray(values: readonly (number | boolean | null)[]): string {
  let text = '{'
  for (let at = 0; at < values.length; at++) text += at === 0 ? String(values[at]) : `,${values[at]}`
  return `${text}}`
}
