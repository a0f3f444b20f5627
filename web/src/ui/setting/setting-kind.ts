type Schema = Readonly<Record<string, unknown>>

/** How a setting is drawn, read from its JSON Schema. What is none of the known shapes is edited as JSON. */
export type SettingKind =
  | { readonly kind: 'text'; readonly nullable: boolean; readonly format: string | undefined }
  | { readonly kind: 'number'; readonly integer: boolean; readonly min?: number; readonly max?: number }
  /** A number between 0 and 1, shown in percent. */
  | { readonly kind: 'share' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly format: string | undefined }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly nullable: boolean }
  | { readonly kind: 'json' }

export function settingKind(schema: Schema): SettingKind {
  const { schema: inner, nullable } = withoutNull(schema)
  const choices = inner.enum
  if (Array.isArray(choices) && choices.every((choice) => typeof choice === 'string')) {
    return { kind: 'choice', choices, nullable }
  }
  switch (inner.type) {
    case 'string':
      return { kind: 'text', nullable, format: formatOf(inner) }
    case 'boolean':
      return { kind: 'flag' }
    case 'integer':
    case 'number':
      return nullable ? { kind: 'json' } : numberKind(inner)
    case 'array':
      return isRecord(inner.items) && inner.items.type === 'string'
        ? { kind: 'list', format: formatOf(inner.items) }
        : { kind: 'json' }
    default:
      return { kind: 'json' }
  }
}

function numberKind(schema: Schema): SettingKind {
  const { minimum: min, maximum: max } = schema
  if (schema.type === 'number' && min === 0 && max === 1) return { kind: 'share' }
  return {
    kind: 'number',
    integer: schema.type === 'integer',
    ...(typeof min === 'number' && Number.isSafeInteger(min) && { min }),
    // Whole numbers come with the largest one as their bound, which tells nothing.
    ...(typeof max === 'number' && max < Number.MAX_SAFE_INTEGER && { max }),
  }
}

/** `anyOf: [X, null]` and `type: [X, 'null']` are X that may be empty. */
function withoutNull(schema: Schema): { schema: Schema; nullable: boolean } {
  if (Array.isArray(schema.anyOf)) {
    const others = schema.anyOf.filter(isRecord).filter((each) => each.type !== 'null')
    const [only] = others
    if (others.length === 1 && only) return { schema: only, nullable: others.length < schema.anyOf.length }
  }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null')
    if (types.length === 1) {
      return { schema: { ...schema, type: types[0] }, nullable: types.length < schema.type.length }
    }
  }
  return { schema, nullable: false }
}

function formatOf(schema: Schema): string | undefined {
  return typeof schema.format === 'string' ? schema.format : undefined
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
