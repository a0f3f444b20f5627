import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { deleteOrphanFiles } from '../../batch/orphan-files.ts'
import { deleteExpiredFiles, deleteOldRuns } from '../../batch/retention.ts'
import { interruptStuckRuns } from '../../batch/stuck-runs.ts'
import type { TidyExtension } from '../tidy-extension.ts'

/** health.md 2.1: makes sure that no batch stays blocked, then removes what is past its time. */
export const clean = (extensions: readonly TidyExtension[]) =>
  defineBatch({
    code: 'CLEAN',
    label: { fr: 'Nettoyage des batches', en: 'Clean-up of the batches' },
    description: {
      fr: 'Débloque les traitements dont le serveur ne répond plus, puis supprime les exécutions et les fichiers périmés. Ne touche jamais à un traitement long mais vivant.',
      en: 'Frees runs whose server no longer answers, then deletes runs and files past their time. Never touches a run that is long but alive.',
    },
    schedule: { time: '01:00', weekdays: 'all' },
    enabled: true,
    lane: 'own',
    rerunSafe: true,
    parameters: z.strictObject({
      blocage_min: z.int().min(1).default(10).describe('Minutes sans signe de vie avant de débloquer'),
      retention_mois: z.int().min(1).default(13).describe("Mois pendant lesquels l'historique est gardé"),
    }),
    async run(context) {
      const { parameters, clock, place, signal, log } = context
      const now = clock.now()
      const stuck = await context.transaction((client) =>
        interruptStuckRuns(client, {
          startedBefore: now.subtract({ minutes: parameters.blocage_min }),
          now,
          except: context.run.id,
          by: 'CLEAN',
        }),
      )
      for (const run of stuck.interrupted) log.warn(`exécution ${run.id} de ${run.batchCode} débloquée`)
      signal.throwIfAborted()
      const before = now.toZonedDateTimeISO(place.timeZone).subtract({ months: parameters.retention_mois })
      const runs = await deleteOldRuns({
        transaction: context.transaction,
        before: before.toInstant(),
        dataDirectory: place.dataDirectory,
        signal,
      })
      const expired = await deleteExpiredFiles(context.database.pool, now)
      signal.throwIfAborted()
      const orphans = await deleteOrphanFiles({
        db: context.database.pool,
        dataDirectory: place.dataDirectory,
        now,
        keepDays: 2,
        signal,
      })
      const failed = expired.failed + orphans.failed
      if (failed > 0)
        log.warn(`${failed} fichier(s) n'ont pas pu être supprimés : nouvel essai la nuit prochaine`)
      const others: Record<string, number> = {}
      for (const tidy of extensions) Object.assign(others, await tidy(context))
      return {
        debloques: stuck.interrupted.length,
        runs_purges: runs.total,
        fichiers_purges: expired.removed + orphans.removed,
        fichiers_en_echec: failed,
        ...others,
      }
    },
  })
