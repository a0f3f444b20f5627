import type { SettingDefinition } from '../../platform/settings.ts'

export const groupsSettings: readonly SettingDefinition[] = []
