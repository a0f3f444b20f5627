import type { SettingDefinition } from '../../platform/settings.ts'

export const picturesSettings: readonly SettingDefinition[] = []
