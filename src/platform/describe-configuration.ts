import type { Configuration } from './configuration.ts'
import { configurationDefinitions } from './configuration-definitions.ts'

/** Every value with where it can be set, secrets masked: what `./nocturne config` prints. */
export function describeConfiguration(
  configuration: Configuration,
): { key: string; variable: string; value: unknown; description: { fr: string; en: string } }[] {
  return Object.entries(configurationDefinitions).map(([key, { variable, secret, description }]) => {
    const value = configuration[key as keyof Configuration]
    const empty = value === null || (Array.isArray(value) && value.length === 0)
    return { key, variable, value: secret && !empty ? '••••••' : withoutUserinfo(value), description }
  })
}

/** An address that is no secret may be given with a name and a password all the same. */
function withoutUserinfo(value: unknown): unknown {
  if (typeof value !== 'string' || !URL.canParse(value)) return value
  const { username, password } = new URL(value)
  return username === '' && password === '' ? value : value.replace(/\/\/[^/?#]*@/, '//••••••@')
}

/** The table of the README, generated so that it cannot lag behind. */
export function configurationTable(): string {
  const rows = Object.entries(configurationDefinitions).map(
    ([key, { variable, description, default: value }]) => {
      const shown = value === null || (Array.isArray(value) && value.length === 0) ? 'none' : `\`${value}\``
      return `| \`${variable}\` | \`${key}\` | ${shown} | ${description.en} |`
    },
  )
  return [
    '| environment variable | key in the file | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}
