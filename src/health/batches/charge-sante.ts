import { defineBatch } from '../../batch/define-batch.ts'
import { loadParameters } from '../../exchange/loads/load-request.ts'
import { runLoad } from '../../exchange/loads/run-load.ts'
import { healthLoads } from '../loads/health-loads.ts'

export default defineBatch({
  code: 'CHARGE_SANTE',
  label: { fr: 'Chargement d’un fichier du service de santé', en: 'Load of a file of the health service' },
  description: {
    fr: 'Charge, ou simule, des relances, rendez-vous, motifs, consultations ou vaccinations. La même référence met à jour ; n’efface jamais rien.',
    en: 'Loads, or simulates, follow-ups, appointments, motives, consultations or vaccinations. The same reference updates; never deletes anything.',
  },
  schedule: null,
  enabled: true,
  rerunSafe: true,
  timeoutMinutes: 180,
  resources: ['students'],
  waiting: 'many',
  parameters: loadParameters(healthLoads),
  run: (context) => runLoad(context, healthLoads),
})
