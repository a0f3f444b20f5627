import type { SettingDefinition } from '../../platform/settings.ts'

export const coursesSettings: readonly SettingDefinition[] = []
