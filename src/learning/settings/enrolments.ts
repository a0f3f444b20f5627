import type { SettingDefinition } from '../../platform/settings.ts'

export const enrolmentsSettings: readonly SettingDefinition[] = []
