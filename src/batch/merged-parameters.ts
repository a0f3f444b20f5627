import { z } from 'zod'
import type { Batch } from './define-batch.ts'

export type ParametersCheck =
  | { readonly ok: true; readonly parameters: unknown }
  | { readonly ok: false; readonly message: string }

/**
 * A batch's parameters for one run: the definition's defaults, the values stored with it, checked. A batch that
 * declares none takes none: a value that nobody reads is a mistake of whoever gives it.
 */
export function checkParameters(batch: Batch, values: Readonly<Record<string, unknown>>): ParametersCheck {
  const schema = batch.parameters ?? z.strictObject({})
  const parsed = schema.safeParse(values)
  return parsed.success
    ? { ok: true, parameters: parsed.data }
    : { ok: false, message: z.prettifyError(parsed.error) }
}
