import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { referenceData } from '../lanes.ts'
import { openSource } from '../siscol/open-source.ts'
import { synchronise } from '../siscol/synchronise.ts'
import { referenceTables } from '../siscol/tables.ts'

/** admissions.md 3.10. */
export default defineBatch({
  code: 'BATCH_SYNCHRO_SISCOL',
  aliases: ['BATCH_SYNC_HRO_SISCOL'],
  label: { fr: 'Synchro SI Scolarité', en: 'Synchronisation with the student information system' },
  description: {
    fr: 'Met les tables de référence au niveau du SI Scolarité : ajoute, met à jour, met hors service ce qui n’y est plus. N’efface jamais un code ; une table vide ou trop réduite à la source est laissée telle quelle.',
    en: 'Brings the reference tables to what the student information system has: adds, updates, puts out of service what is gone. Never deletes a code; a table that comes empty or much smaller is left alone.',
  },
  schedule: { time: '23:00' },
  enabled: false,
  catchUp: { policy: 'run', withinMinutes: 12 * 60 },
  rerunSafe: true,
  resources: [referenceData],
  parameters: z.strictObject({
    seuil_pourcent: z
      .int()
      .min(0)
      .max(100)
      .default(90)
      .describe('Part minimale des codes en service qu’une table doit apporter, en pour cent'),
  }),
  reserved: ['seuil_pourcent'],
  async run(context) {
    const { log, place, settings, clock, parameters } = context
    const opened = await openSource(place.connections, settings, clock)
    if (opened === null) {
      log.info(
        place.connections === undefined || place.connections.sisKind === 'D'
          ? 'Aucun SI Scolarité (type D) : rien à synchroniser'
          : 'Aucune source configurée (NOCTURNE_SISCOL_URL, ou NOCTURNE_PEGASE_URL) : rien à synchroniser',
      )
      return {
        selectionnes: referenceTables.length + 1,
        traites: 0,
        ignores: referenceTables.length + 1,
        en_erreur: 0,
      }
    }
    try {
      return await synchronise(context, { ...opened, leastPercent: parameters.seuil_pourcent })
    } finally {
      await opened.source.close()
    }
  },
})
