import type { SettingDefinition } from '../../platform/settings.ts'

export const cohortsSettings: readonly SettingDefinition[] = []
