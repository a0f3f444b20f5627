import type { Application } from '../batch/application.ts'
import batchAppEnMaint from './batches/batch-app-en-maint.ts'
import batchAppEnService from './batches/batch-app-en-service.ts'
import batchArchivage from './batches/batch-archivage.ts'
import batchAsyncOpi from './batches/batch-async-opi.ts'
import batchAsyncOpiPj from './batches/batch-async-opi-pj.ts'
import batchCalculRangLc from './batches/batch-calcul-rang-lc.ts'
import batchDemo from './batches/batch-demo.ts'
import batchDesistAuto from './batches/batch-desist-auto.ts'
import batchDestructDossier from './batches/batch-destruct-dossier.ts'
import batchMajGestionnaire from './batches/batch-maj-gestionnaire.ts'
import batchNettoyageCpt from './batches/batch-nettoyage-cpt.ts'
import batchRelanceFavo from './batches/batch-relance-favo.ts'
import batchSyncLimesurvey from './batches/batch-sync-limesurvey.ts'
import batchSynchroSiscol from './batches/batch-synchro-siscol.ts'
import chargeCandidatures from './batches/charge-candidatures.ts'
import { noteRefusedMail } from './mails/note-refused-mail.ts'
import { admissionsSettings } from './settings.ts'

/** eCandidat: the admissions office. */
export const admissionsApplication: Application = {
  code: 'admissions',
  label: { fr: 'Candidatures', en: 'Admissions' },
  batches: [
    batchAppEnMaint,
    batchAppEnService,
    batchArchivage,
    batchAsyncOpi,
    batchAsyncOpiPj,
    batchCalculRangLc,
    batchDesistAuto,
    batchDestructDossier,
    batchRelanceFavo,
    batchSyncLimesurvey,
    batchSynchroSiscol,
    chargeCandidatures,
    batchDemo,
    batchNettoyageCpt,
    batchMajGestionnaire,
  ],
  settings: admissionsSettings,
  noteRefusedMail,
}
