/** What a form can ask for, read from one property of a JSON Schema (draft 2020-12, as zod writes it). */
export interface SchemaField {
  readonly name: string
  /** `title` or `description` of the schema, else the name itself. */
  readonly label: string
  readonly kind: FieldKind
  readonly nullable: boolean
  /** Must be given: it has no default. */
  readonly required: boolean
  readonly initial: unknown
  readonly options: readonly string[]
  readonly minimum: number | null
  readonly maximum: number | null
  /** `minimum` itself is excluded. */
  readonly above: boolean
  readonly maxLength: number | null
}

/** `json`: what no better input fits is typed as JSON. */
export type FieldKind =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'text'
  | 'date'
  | 'choice'
  | 'texts'
  | 'choices'
  | 'json'

type Schema = Readonly<Record<string, unknown>>

export function schemaFields(schema: Schema): SchemaField[] {
  const properties = record(schema.properties)
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(properties).map(([name, property]) =>
    fieldOf(name, record(property), required.includes(name)),
  )
}

function fieldOf(name: string, property: Schema, required: boolean): SchemaField {
  const { schema, nullable } = withoutNull(property)
  const above = typeof schema.exclusiveMinimum === 'number'
  return {
    name,
    label: text(property.title) ?? text(property.description) ?? name,
    kind: kindOf(schema),
    nullable,
    required: required && !('default' in property),
    initial: property.default,
    options: optionsOf(schema),
    minimum: bound(above ? schema.exclusiveMinimum : schema.minimum),
    maximum: bound(schema.maximum),
    above,
    maxLength: bound(schema.maxLength),
  }
}

/** `type: ['string', 'null']` and `anyOf: [X, {type: 'null'}]` are both « X or nothing ». */
function withoutNull(property: Schema): { schema: Schema; nullable: boolean } {
  if (Array.isArray(property.type) && property.type.includes('null')) {
    const types = property.type.filter((type) => type !== 'null')
    return { schema: { ...property, type: types.length === 1 ? types[0] : types }, nullable: true }
  }
  if (Array.isArray(property.anyOf)) {
    const others = property.anyOf.map(record).filter((one) => one.type !== 'null')
    const only = others[0]
    if (others.length === 1 && only && others.length < property.anyOf.length) {
      return { schema: { ...property, ...only }, nullable: true }
    }
  }
  return { schema: property, nullable: false }
}

function kindOf(schema: Schema): FieldKind {
  if (optionsOf(schema).length > 0) return schema.type === 'array' ? 'choices' : 'choice'
  switch (schema.type) {
    case 'boolean':
    case 'integer':
    case 'number':
      return schema.type
    case 'string':
      return schema.format === 'date' ? 'date' : 'text'
    case 'array':
      return record(schema.items).type === 'string' ? 'texts' : 'json'
    default:
      return 'json'
  }
}

function optionsOf(schema: Schema): string[] {
  const source = schema.type === 'array' ? record(schema.items) : schema
  const values = Array.isArray(source.enum) ? source.enum : 'const' in source ? [source.const] : []
  return values.every((value) => typeof value === 'string') ? values : []
}

/** zod bounds every integer by what a number holds exactly, which tells a person nothing. */
function bound(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function record(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}
}
