import type { SettingDefinition } from '../../platform/settings.ts'

export const commonSettings: readonly SettingDefinition[] = []
