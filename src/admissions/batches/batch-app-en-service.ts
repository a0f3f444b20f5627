import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { closedDoors } from '../lanes.ts'
import { switchMaintenance } from '../maintenance/switch-maintenance.ts'
import { waitedFor, waitWords } from '../maintenance/waited-for.ts'

/** admissions.md 3.2: the switch back, which is never lost. */
export default defineBatch({
  code: 'BATCH_APP_EN_SERVICE',
  label: { fr: 'Mise en service de l’application', en: 'Opening the application again' },
  description: {
    fr: 'Rouvre les candidatures. Attend la fin d’un archivage, d’une destruction ou d’une remise à zéro en cours, qui veulent la maintenance, puis rouvre.',
    en: 'Opens admissions again. Waits for an archiving, a destruction or a reset that is under way, which want maintenance, then opens.',
  },
  schedule: { time: '23:30', weekdays: [] },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 24 * 60 },
  lane: 'own',
  lastWins: 'admissions-maintenance',
  resources: [closedDoors],
  rerunSafe: true,
  timeoutMinutes: 5,
  parameters: z.strictObject({}),
  async run(context) {
    const waited = await waitedFor(context.database.pool, context.run.id, closedDoors)
    if (waited !== null)
      context.log.info(
        `a attendu ${waitWords(waited.seconds)} la fin de ${waited.batch} (exécution n° ${waited.run})`,
      )
    const detail = await switchMaintenance(context, false)
    return waited === null ? detail : { ...detail, attente_s: waited.seconds, attente_de: waited.batch }
  },
})
