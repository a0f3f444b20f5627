import { NumberInput, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Setting } from '../../../../src/api/schemas/settings.ts'
import { useLocale } from '../../lib/locale.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { choiceWords } from './choice-words.ts'
import { settingKind } from './setting-kind.ts'
import { settingTexts } from './texts.ts'

/** The input, not its label. */
const narrow = { wrapper: { maxWidth: '16rem' } }

interface Props {
  readonly setting: Setting
  readonly label: string
  readonly description: ReactNode
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error: string | undefined
}

/** The input that fits a setting's schema; what it gives is the value to be sent. */
export function SettingInput(props: Props) {
  const { setting, value, onChange } = props
  const texts = useTexts(settingTexts)
  const locale = useLocale()
  const textOf = useTextOf()
  const field = {
    label: props.label,
    description: props.description,
    error: props.error,
    disabled: !setting.editable,
  }
  if (setting.secret) {
    return (
      <PasswordInput
        {...field}
        autoComplete="off"
        placeholder={setting.value ? texts.secretKept : texts.secretEmpty}
        value={String(value ?? '')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  const kind = settingKind(setting.schema)
  const separators =
    locale === 'fr'
      ? ({ decimalSeparator: ',', thousandSeparator: '\u202f' } as const)
      : ({ decimalSeparator: '.', thousandSeparator: ',' } as const)
  switch (kind.kind) {
    case 'text':
      return (
        <TextInput
          {...field}
          spellCheck={false}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.currentTarget.value || (kind.nullable ? null : ''))}
        />
      )
    case 'flag':
      return (
        <Switch
          {...field}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...field}
          {...separators}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? undefined : Number(next))}
          allowDecimal={!kind.integer}
          {...(kind.min !== undefined && { min: kind.min })}
          {...(kind.max !== undefined && { max: kind.max })}
          styles={narrow}
        />
      )
    case 'share':
      return (
        <NumberInput
          {...field}
          {...separators}
          suffix={locale === 'fr' ? '\u00a0%' : '%'}
          min={0}
          max={100}
          decimalScale={2}
          value={typeof value === 'number' ? round(value * 100) : ''}
          onChange={(next) => onChange(next === '' ? undefined : round(Number(next)) / 100)}
          styles={narrow}
        />
      )
    case 'choice':
      return (
        <Select
          {...field}
          data={kind.choices.map((value) => ({ value, label: choiceWords(setting, value, textOf) }))}
          value={typeof value === 'string' ? value : null}
          onChange={onChange}
          allowDeselect={kind.nullable}
          styles={narrow}
        />
      )
    case 'list':
      return (
        <TagsInput
          {...field}
          placeholder={kind.format === 'email' ? texts.email : texts.listHint}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
          acceptValueOnBlur
          splitChars={[',', ';', ' ']}
        />
      )
    case 'json':
      return (
        <Textarea
          {...field}
          autosize
          minRows={2}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
