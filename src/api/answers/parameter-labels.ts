import { z } from 'zod'
import type { Batch } from '../../batch/define-batch.ts'

/** As JSON Schema of what may be written: fields with a default may be left out. */
export function parametersSchema(batch: Batch | undefined): Record<string, unknown> | null {
  if (batch?.parameters === undefined) return null
  return z.toJSONSchema(batch.parameters, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>
}

/** What a batch calls its parameters, by their names; those that it does not describe are absent. */
export function parameterLabels(batch: Batch | undefined): Record<string, string> {
  const properties = (parametersSchema(batch)?.properties ?? {}) as Record<string, { description?: string }>
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { description }]) =>
      description === undefined ? [] : [[name, description]],
    ),
  )
}
