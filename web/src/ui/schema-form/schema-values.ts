import type { SchemaField } from './schema-fields.ts'

/** Values that differ from the defaults are named; what is absent has its default. */
export type SchemaValues = Readonly<Record<string, unknown>>

export function shownValue(field: SchemaField, values: SchemaValues): unknown {
  return Object.hasOwn(values, field.name) ? values[field.name] : field.initial
}

export function withValue(values: SchemaValues, name: string, value: unknown): SchemaValues {
  return { ...values, [name]: value }
}

export function withDefault(values: SchemaValues, name: string): SchemaValues {
  const { [name]: _taken, ...others } = values
  return others
}

export type ValueFault = 'required' | 'number' | 'whole' | 'minimum' | 'maximum' | 'length' | 'json'

/** What is wrong with a value before the server is asked; null: nothing that can be seen from here. */
export function valueFault(field: SchemaField, value: unknown): ValueFault | null {
  if (value === undefined || value === '') return field.required ? 'required' : null
  if (value === null) return field.nullable ? null : 'required'
  switch (field.kind) {
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'number'
      if (field.kind === 'integer' && !Number.isInteger(value)) return 'whole'
      if (field.minimum !== null && (field.above ? value <= field.minimum : value < field.minimum)) {
        return 'minimum'
      }
      return field.maximum !== null && value > field.maximum ? 'maximum' : null
    case 'text':
      return field.maxLength !== null && String(value).length > field.maxLength ? 'length' : null
    case 'json':
      return typeof value === 'string' ? 'json' : null
    default:
      return null
  }
}

/** A number as it was typed (`4,5` too), or the text itself where it is none. */
export function typedNumber(typed: string): unknown {
  const trimmed = typed.trim().replace(',', '.')
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : typed
}

/** As the server takes them: inputs left empty say nothing, and so do blank lines of a list. */
export function storedValues(fields: readonly SchemaField[], values: SchemaValues): Record<string, unknown> {
  const stored: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const kind = fields.find((field) => field.name === name)?.kind
    if (value === '' && kind !== 'text') continue
    stored[name] =
      kind === 'texts' && Array.isArray(value)
        ? value.map((line) => String(line).trim()).filter((line) => line !== '')
        : value
  }
  return stored
}
