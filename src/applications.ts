import { admissionsApplication } from './admissions/application.ts'
import { tidyFilesToLoad } from './admissions/loads/tidy-files-to-load.ts'
import { tidyDayFiles } from './admissions/opi/pegase/remove-days.ts'
import type { Application } from './batch/application.ts'
import { coreApplication } from './core/application.ts'
import { healthApplication } from './health/application.ts'
import { forgetReminders } from './health/appointments/forget-reminders.ts'
import { forgetMerges } from './health/duplicates/merge/forget-merges.ts'
import { tidyImports } from './health/tidy-imports.ts'
import { learningApplication } from './learning/application.ts'

/** Every application that this program serves. A new one is its folder plus its line here. */
export const applications: readonly Application[] = [
  coreApplication([tidyImports, forgetReminders, forgetMerges, tidyFilesToLoad, tidyDayFiles]),
  healthApplication,
  admissionsApplication,
  learningApplication,
]
