import { SettingError, type Settings } from '../../platform/settings.ts'
import { maintenanceMessage } from '../settings.ts'

/** What is told while admissions are closed. A value that does not fit must not keep everybody out of everything: the default. */
export async function readMaintenanceMessage(settings: Settings): Promise<string> {
  try {
    return await settings.get(maintenanceMessage)
  } catch (error) {
    if (error instanceof SettingError) return maintenanceMessage.default
    throw error
  }
}
