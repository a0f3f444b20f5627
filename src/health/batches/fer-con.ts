import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { closeForgotten } from '../consultations/close-forgotten.ts'
import { closingLimits } from '../consultations/closing-limits.ts'

export default defineBatch({
  code: 'FER_CON',
  label: { fr: 'Fermeture nocturne des consultations', en: 'Nightly closing of consultations' },
  description: {
    fr: 'Ferme, à leur dernière activité, les consultations restées ouvertes depuis la veille ou avant, et libère les dossiers. Ne touche pas à celles du jour ni à ce qui y est écrit.',
    en: 'Closes, at their last activity, consultations left open since yesterday or before, and releases their records. Leaves alone those of today and whatever they say.',
  },
  schedule: { time: '04:00', weekdays: 'all' },
  enabled: true,
  rerunSafe: true,
  parameters: z.strictObject({
    inactivite_min: z
      .int()
      .min(1)
      .max(24 * 60)
      .default(60)
      .describe('Minutes sans activité avant de fermer une consultation'),
  }),
  async run(context) {
    const { clock, place, parameters } = context
    const limits = closingLimits(clock.now(), place.timeZone, parameters.inactivite_min)
    const counts = await closeForgotten(context, limits)
    const detail = {
      examinees: counts.examined,
      fermees: counts.closed,
      ignorees_actives: counts.stillActive,
    }
    if (counts.failed > 0)
      throw new RunFailure(
        `${counts.failed} consultation(s) sur ${counts.examined} n'ont pas pu être fermées, ${counts.closed} l'ont été : le journal de l'exécution dit lesquelles`,
        detail,
      )
    return detail
  },
})
