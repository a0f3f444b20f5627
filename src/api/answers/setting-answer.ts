import { z } from 'zod'
import type { SettingDefinition, SettingValue } from '../../platform/settings.ts'
import { type ApplicationCode, applicationCode } from '../schemas/common.ts'
import type { Setting } from '../schemas/settings.ts'
import { may, type Visitor } from '../visitor.ts'

/** A setting with what its form is drawn from, and whether this visitor may change it. */
export function settingAnswer(value: SettingValue, definition: SettingDefinition, visitor: Visitor): Setting {
  const application = applicationOfSetting(value.key)
  return {
    ...value,
    application,
    group: groupOfSetting(value.key),
    schema: z.toJSONSchema(definition.schema, { io: 'input', unrepresentable: 'any' }) as Record<
      string,
      unknown
    >,
    choices: definition.choices ?? null,
    overrides: definition.overrides ?? null,
    editable: mayEditSetting(visitor, application),
  }
}

export function applicationOfSetting(key: string): ApplicationCode {
  return applicationCode.parse(key.split('.', 1)[0])
}

/** What settings are shown under: the middle of `learning.users.file`; `general` for `learning.encoding`, which has none. */
function groupOfSetting(key: string): string {
  const [, group = '', ...rest] = key.split('.')
  return rest.length === 0 ? 'general' : group
}

/** Those of Nocturne itself concern everybody. */
export function mayEditSetting(visitor: Visitor, application: ApplicationCode): boolean {
  return application === 'core' ? visitor.administrator : may(visitor, 'administrator', application)
}
