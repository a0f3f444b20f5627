import { Button, Group, Stack } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTexts } from '../../lib/texts.ts'
import { type SchemaField, schemaFields } from './schema-fields.ts'
import { SchemaInput } from './schema-input.tsx'
import { type SchemaValues, shownValue, valueFault, withDefault, withValue } from './schema-values.ts'
import { schemaFormTexts } from './texts.ts'
import { valueWords } from './value-words.ts'

interface Props {
  readonly schema: Readonly<Record<string, unknown>>
  readonly values: SchemaValues
  readonly onChange: (values: SchemaValues) => void
  /** What the server found at a field of this name. */
  readonly errorOf?: (name: string) => string | undefined
}

/** Inputs for every property of a JSON Schema, each with its default in sight and its fault beside it. */
export function SchemaForm({ schema, values, onChange, errorOf }: Props) {
  return (
    <Stack gap="md">
      {schemaFields(schema).map((field) => (
        <Row
          key={field.name}
          field={field}
          values={values}
          onChange={onChange}
          told={errorOf?.(field.name)}
        />
      ))}
    </Stack>
  )
}

interface RowProps {
  readonly field: SchemaField
  readonly values: SchemaValues
  readonly onChange: (values: SchemaValues) => void
  readonly told: string | undefined
}

function Row({ field, values, onChange, told }: RowProps) {
  const texts = useTexts(schemaFormTexts)
  const dates = useDates()
  const value = shownValue(field, values)
  const changed = JSON.stringify(value) !== JSON.stringify(field.initial)
  const fault = valueFault(field, value)
  const words = fault === null ? undefined : faultWords(field, fault, texts, dates.number)
  const hints = [
    field.label === field.name ? undefined : field.name,
    field.initial === undefined ? undefined : texts.byDefault(valueWords(field.initial, texts, dates)),
    field.kind === 'texts' ? texts.onePerLine : undefined,
    field.kind === 'json' ? texts.asJson : undefined,
  ].filter((hint) => hint !== undefined)
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <div style={{ flex: 1, minWidth: 0 }}>
        <SchemaInput
          field={field}
          value={value}
          onChange={(next) => onChange(withValue(values, field.name, next))}
          hint={hints.join(' · ')}
          error={words ?? told}
        />
      </div>
      {changed && field.initial !== undefined && (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={texts.resetOf(field.name)}
          onClick={() => onChange(withDefault(values, field.name))}
        >
          {texts.reset}
        </Button>
      )}
    </Group>
  )
}

function faultWords(
  field: SchemaField,
  fault: NonNullable<ReturnType<typeof valueFault>>,
  texts: (typeof schemaFormTexts)['fr'] | (typeof schemaFormTexts)['en'],
  number: (value: number) => string,
): string {
  switch (fault) {
    case 'minimum':
      return texts.faults[field.above ? 'above' : 'minimum'](number(field.minimum ?? 0))
    case 'maximum':
      return texts.faults.maximum(number(field.maximum ?? 0))
    case 'length':
      return texts.faults.length(number(field.maxLength ?? 0))
    default:
      return texts.faults[fault]()
  }
}

/** Whether nothing in the form is visibly wrong. */
export function schemaValuesStand(
  schema: Readonly<Record<string, unknown>> | null,
  values: SchemaValues,
): boolean {
  if (schema === null) return true
  return schemaFields(schema).every((field) => valueFault(field, shownValue(field, values)) === null)
}
