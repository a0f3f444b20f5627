import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { interruptStuckRuns } from '../../batch/stuck-runs.ts'

/** admissions.md 3.7. */
export default defineBatch({
  code: 'BATCH_NETTOYAGE',
  label: { fr: 'Nettoyage des batches', en: 'Clean-up of the batches' },
  description: {
    fr: 'Marque comme interrompus les traitements anciens dont le serveur ne répond plus. Un traitement long mais vivant est signalé, jamais touché.',
    en: 'Marks old runs as interrupted whose server no longer answers. A run that is long but alive is reported, never touched.',
  },
  schedule: { time: '22:00', weekdays: 'all' },
  enabled: false,
  catchUp: { policy: 'skip' },
  lane: 'own',
  rerunSafe: true,
  parameters: z.strictObject({
    ageHeures: z
      .number()
      .positive()
      .default(4)
      .describe('Âge, en heures, à partir duquel une exécution est examinée'),
  }),
  async run(context) {
    const { log, parameters, clock } = context
    const now = clock.now()
    const { interrupted, alive } = await context.transaction((client) =>
      interruptStuckRuns(client, {
        startedBefore: now.subtract({ milliseconds: Math.round(parameters.ageHeures * 3_600_000) }),
        now,
        except: context.run.id,
        by: 'BATCH_NETTOYAGE',
      }),
    )
    for (const run of interrupted) log.warn(`${run.batchCode} : exécution ${run.id} interrompue`)
    for (const run of alive)
      log.info(
        `${run.batchCode} : exécution ${run.id} en cours depuis ${run.startedAt}, vivante, non touchée`,
      )
    if (interrupted.length === 0 && alive.length === 0) log.info('aucune exécution ancienne en cours')
    return {
      interrompus: interrupted.length,
      vivants: alive.length,
      codes: interrupted.map((run) => run.batchCode).join(', '),
    }
  },
})
