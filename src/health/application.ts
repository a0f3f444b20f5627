import type { Application } from '../batch/application.ts'
import chargeSante from './batches/charge-sante.ts'
import cleanRelance from './batches/clean-relance.ts'
import cleanScan from './batches/clean-scan.ts'
import doublons from './batches/doublons.ts'
import ferCon from './batches/fer-con.ts'
import impMan from './batches/imp-man.ts'
import impQuo from './batches/imp-quo.ts'
import lisRap from './batches/lis-rap.ts'
import lisRel from './batches/lis-rel.ts'
import majIdentite from './batches/maj-identite.ts'
import mesVaccins from './batches/mes-vaccins.ts'
import rappelRdv from './batches/rappel-rdv.ts'
import relCou from './batches/rel-cou.ts'
import relCra from './batches/rel-cra.ts'
import statDashboard from './batches/stat-dashboard.ts'
import { healthSettings } from './settings.ts'

/** Calcium: the student health service. */
export const healthApplication: Application = {
  code: 'health',
  label: { fr: 'Santé étudiante', en: 'Student health' },
  batches: [
    impQuo,
    impMan,
    chargeSante,
    rappelRdv,
    doublons,
    ferCon,
    cleanScan,
    mesVaccins,
    majIdentite,
    lisRel,
    relCou,
    lisRap,
    relCra,
    cleanRelance,
    statDashboard,
  ],
  settings: healthSettings,
}
