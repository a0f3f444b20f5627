import { Checkbox, Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SchemaField } from './schema-fields.ts'
import { typedNumber } from './schema-values.ts'

interface Props {
  readonly field: SchemaField
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly hint: string
  readonly error: string | undefined
}

/** The input that fits a field. Nothing typed means « nothing » where the field allows that. */
export function SchemaInput({ field, value, onChange, hint, error }: Props) {
  const common = { label: field.label, description: hint || undefined, error, required: field.required }
  switch (field.kind) {
    case 'boolean':
      return (
        <Checkbox
          label={field.label}
          description={hint}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'integer':
    case 'number':
      return (
        <TextInput
          {...common}
          inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
          value={value === null || value === undefined ? '' : String(value)}
          onChange={(event) => onChange(orNothing(event.currentTarget.value, field, typedNumber))}
          maw={220}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...common}
          data={[...(field.nullable || value === undefined ? [''] : []), ...field.options]}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(orNothing(event.currentTarget.value, field))}
          maw={320}
        />
      )
    case 'choices':
      return (
        <Checkbox.Group
          {...common}
          value={texts(value)}
          onChange={(chosen) => onChange(field.options.filter((option) => chosen.includes(option)))}
        >
          <Group gap="md" mt={6}>
            {field.options.map((option) => (
              <Checkbox key={option} value={option} label={option} />
            ))}
          </Group>
        </Checkbox.Group>
      )
    case 'texts':
      return (
        <Textarea
          {...common}
          rows={3}
          value={texts(value).join('\n')}
          onChange={(event) => onChange(lines(event.currentTarget.value))}
        />
      )
    case 'json':
      return <JsonText {...common} value={value} onChange={onChange} />
    default:
      return (
        <TextInput
          {...common}
          type={field.kind === 'date' ? 'date' : 'text'}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(orNothing(event.currentTarget.value, field))}
        />
      )
  }
}

interface JsonProps {
  readonly label: string
  readonly description: string | undefined
  readonly error: string | undefined
  readonly required: boolean
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** What is typed is kept as typed while it is not JSON yet. */
function JsonText({ value, onChange, ...common }: JsonProps) {
  const [typed, setTyped] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)))
  return (
    <Textarea
      {...common}
      rows={4}
      ff="monospace"
      value={typed}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        try {
          onChange(JSON.parse(text))
        } catch {
          onChange(text)
        }
      }}
    />
  )
}

function orNothing(
  typed: string,
  field: SchemaField,
  read: (typed: string) => unknown = (text) => text,
): unknown {
  return typed.trim() === '' && field.nullable ? null : read(typed)
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** Blank lines count while one types (a new line must be possible); the last ones are dropped by whoever saves. */
function lines(typed: string): string[] {
  return typed === '' ? [] : typed.split('\n')
}
