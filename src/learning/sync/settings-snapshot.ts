import { type SettingDefinition, SettingError, type Settings } from '../../platform/settings.ts'
import { type OperationCode, operationOf } from '../operations.ts'
import { overrideOf, postTreatmentsOf } from '../settings/post-treatments.ts'

/** Values by key, as JSON: a file that is taken up again is processed with the settings of its beginning. */
export type SettingsSnapshot = Readonly<Record<string, unknown>>

/** The learning platform's settings of this moment; secrets are not copied. */
export async function takeSnapshot(settings: Settings): Promise<SettingsSnapshot> {
  const values = (await settings.list()).filter(({ key, secret }) => key.startsWith('learning.') && !secret)
  return Object.fromEntries(values.map(({ key, value }) => [key, value]))
}

/** The settings as they hold for one operation: where its tool has its own word on a post-treatment, that is the value. */
export function settingsForOperation(settings: SettingsSnapshot, code: OperationCode): SettingsSnapshot {
  const operation = operationOf(code)
  const own = postTreatmentsOf(operation).flatMap((general) => {
    const said = settings[overrideOf(operation, general).key]
    return said === 'on' || said === 'off' ? [[general.key, said === 'on'] as const] : []
  })
  return { ...settings, ...Object.fromEntries(own) }
}

/** Settings that stand still. What the snapshot lacks (secrets, other applications) is asked for as ever. */
export function frozenSettings(snapshot: SettingsSnapshot, live: Settings): Settings {
  const refuse = async () => {
    throw new SettingError('INVALID_SETTING', 'these settings stand still while a file is processed')
  }
  return {
    async get<T>(definition: SettingDefinition<T>): Promise<T> {
      if (!Object.hasOwn(snapshot, definition.key)) return await live.get(definition)
      const value = definition.schema.safeParse(snapshot[definition.key])
      return value.success ? value.data : definition.default
    },
    set: refuse,
    reset: refuse,
    list: () => live.list(),
  }
}
