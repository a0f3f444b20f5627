import type { ApplicationCode } from '../../../src/api/schemas/common.ts'

export type { ApplicationCode }

/** Written again here, because only types may come from the server's schemas. */
export const applicationCodes = [
  'core',
  'health',
  'admissions',
  'learning',
] as const satisfies readonly ApplicationCode[]

/** Those of some strings (values of check boxes, of the address) that are codes. */
export function applicationCodesIn(values: readonly string[]): readonly ApplicationCode[] {
  return applicationCodes.filter((code) => values.includes(code))
}
