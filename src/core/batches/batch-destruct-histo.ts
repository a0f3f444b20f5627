import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { deleteOldRuns } from '../../batch/retention.ts'

/** Of these, which touch what cannot be made again, more of the past is kept. */
const keepMore = new Map([
  ['BATCH_ARCHIVAGE', 10],
  ['BATCH_DESTRUCT_DOSSIER', 10],
])

/**
 * admissions.md 3.9. A retention that is missing, no whole number or below 1 never gets here: the parameters are
 * checked before the work, and the run ends failed with nothing touched (C20).
 */
export default defineBatch({
  code: 'BATCH_DESTRUCT_HISTO',
  label: { fr: "Destruction de l'historique des batches", en: 'Destruction of the history of the batches' },
  description: {
    fr: 'Supprime les exécutions terminées plus anciennes que la durée de conservation. La dernière exécution de chaque batch est toujours gardée.',
    en: 'Deletes the ended runs older than the retention. The newest run of each batch is always kept.',
  },
  schedule: { time: '23:00', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'skip' },
  rerunSafe: true,
  parameters: z.strictObject({
    conservationJours: z.int().min(1).default(30).describe("Jours pendant lesquels l'historique est gardé"),
  }),
  async run(context) {
    const { log, parameters, clock, place } = context
    const deleted = await deleteOldRuns({
      transaction: context.transaction,
      before: clock.now().subtract({ hours: 24 * parameters.conservationJours }),
      dataDirectory: place.dataDirectory,
      keepMore,
      signal: context.signal,
    })
    for (const [code, count] of [...deleted.byBatch].sort())
      log.info(`${code} : ${count} exécution(s) supprimée(s)`)
    if (deleted.total === 0) log.info("rien à supprimer dans l'historique")
    return { supprimees: deleted.total, batches: deleted.byBatch.size }
  },
})
