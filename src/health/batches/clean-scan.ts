import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { cleanBaskets, countForgotten, droppedBefore } from '../scan-basket/clean-basket.ts'

export default defineBatch({
  code: 'CLEAN_SCAN',
  label: { fr: 'Nettoyage des fichiers du scan', en: 'Clean-up of scanned files' },
  description: {
    fr: 'Supprime des paniers du scan ce que personne n’a rattaché à un dossier avant aujourd’hui. Ne touche ni à un document rattaché, ni à celui que quelqu’un est en train de rattacher.',
    en: 'Deletes from scan baskets what nobody attached to a record before today. Leaves alone documents that are attached, and those that somebody is attaching.',
  },
  schedule: { time: '06:00', weekdays: 'all' },
  enabled: true,
  rerunSafe: true,
  parameters: z.strictObject({
    age_jours: z
      .int()
      .min(0)
      .max(365)
      .default(0)
      .describe('Jours de grâce en plus du jour même (0 : tout ce qui date d’hier ou d’avant)'),
  }),
  danger: {
    async preview({ clock, place, parameters, database }) {
      const now = clock.now()
      const before = droppedBefore(now, place.timeZone, parameters.age_jours)
      const { files, bytes, locked } = await countForgotten(database.pool, before, now)
      return { supprimes: files, octets: bytes, verrouilles: locked }
    },
  },
  async run(context) {
    const { clock, place, parameters } = context
    const before = droppedBefore(clock.now(), place.timeZone, parameters.age_jours)
    const counts = await cleanBaskets(context, before)
    return {
      supprimes: counts.removed,
      octets: counts.bytes,
      orphelins: counts.orphans,
      verrouilles: counts.locked,
    }
  },
})
