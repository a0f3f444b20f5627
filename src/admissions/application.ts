import type { Application } from '../batch/application.ts'
import batchAppEnMaint from './batches/batch-app-en-maint.ts'
import batchAppEnService from './batches/batch-app-en-service.ts'
import { admissionsSettings } from './settings.ts'

/** eCandidat: the admissions office. */
export const admissionsApplication: Application = {
  code: 'admissions',
  label: { fr: 'Candidatures', en: 'Admissions' },
  batches: [batchAppEnMaint, batchAppEnService],
  settings: admissionsSettings,
}
