import { Group, PasswordInput, type PasswordInputProps, Text } from '@mantine/core'
import { IconCheck, IconPoint } from '@tabler/icons-react'
import { useId } from 'react'
import { defineTexts, useTexts } from '../lib/texts.ts'

const texts = defineTexts({
  fr: {
    length: (minimum: number, length: number) => `au moins ${minimum} caractères (${length} saisis)`,
    different: 'différent de l’identifiant',
    kept: 'respecté',
    missing: 'pas encore',
  },
  en: {
    length: (minimum: number, length: number) => `at least ${minimum} characters (${length} typed)`,
    different: 'different from the login',
    kept: 'kept',
    missing: 'not yet',
  },
})

export interface PasswordRule {
  readonly label: string
  readonly kept: boolean
}

/** Counts characters as people do: an emoji is one. */
export function passwordLength(password: string): number {
  return [...password].length
}

export function keepsRules(password: string, minimumLength: number, login: string): boolean {
  return passwordLength(password) >= minimumLength && !sameAs(password, login)
}

function sameAs(password: string, login: string): boolean {
  return login !== '' && password.toLowerCase() === login.toLowerCase()
}

interface Props extends Omit<PasswordInputProps, 'value' | 'onChange'> {
  readonly value: string
  readonly onChange: (password: string) => void
  readonly minimumLength: number
  readonly login: string
}

/** A password to be chosen, with the rules ticked off while one types. */
export function NewPasswordInput({ value, onChange, minimumLength, login, ...input }: Props) {
  const words = useTexts(texts)
  const rulesId = useId()
  const rules: readonly PasswordRule[] = [
    {
      label: words.length(minimumLength, passwordLength(value)),
      kept: passwordLength(value) >= minimumLength,
    },
    { label: words.different, kept: value !== '' && !sameAs(value, login) },
  ]
  return (
    <div>
      <PasswordInput
        {...input}
        autoComplete="new-password"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-describedby={rulesId}
      />
      <ul id={rulesId} style={{ margin: '0.4rem 0 0', padding: 0, listStyle: 'none' }}>
        {rules.map((rule) => (
          <Group component="li" gap={6} key={rule === rules[0] ? 'length' : 'different'} wrap="nowrap">
            {rule.kept ? (
              <IconCheck size={16} aria-label={words.kept} color="var(--mantine-color-green-6)" />
            ) : (
              <IconPoint size={16} aria-label={words.missing} color="var(--mantine-color-dimmed)" />
            )}
            <Text size="sm" c="dimmed">
              {rule.label}
            </Text>
          </Group>
        ))}
      </ul>
    </div>
  )
}
