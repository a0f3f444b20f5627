import { defineBatch } from '../../batch/define-batch.ts'
import { loadParameters } from '../../exchange/loads/load-request.ts'
import { runLoad } from '../../exchange/loads/run-load.ts'
import { campaignData } from '../lanes.ts'
import { admissionsLoads } from '../loads/admissions-loads.ts'

export default defineBatch({
  code: 'CHARGE_CANDIDATURES',
  label: { fr: 'Chargement d’un fichier des candidatures', en: 'Load of a file of admissions' },
  description: {
    fr: 'Charge, ou simule, un fichier de campagnes, formations, comptes, candidatures, décisions… Le même code ou numéro met à jour ; n’efface jamais rien.',
    en: 'Loads, or simulates, a file of campaigns, formations, accounts, applications, decisions… The same code or number updates; never deletes anything.',
  },
  schedule: null,
  enabled: true,
  rerunSafe: true,
  timeoutMinutes: 180,
  resources: [campaignData],
  waiting: 'many',
  parameters: loadParameters(admissionsLoads),
  run: (context) => runLoad(context, admissionsLoads),
})
