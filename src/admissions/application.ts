import type { Application } from '../batch/application.ts'
import { admissionsSettings } from './settings.ts'

/** eCandidat: the admissions office. */
export const admissionsApplication: Application = {
  code: 'admissions',
  label: { fr: 'Candidatures', en: 'Admissions' },
  batches: [],
  settings: admissionsSettings,
}
