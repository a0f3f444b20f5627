import type { SettingDefinition } from '../../platform/settings.ts'

export const usersSettings: readonly SettingDefinition[] = []
