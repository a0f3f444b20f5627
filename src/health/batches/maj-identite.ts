import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import { administratorsOfHealth } from '../administrators-of-health.ts'
import { academicYearOf } from '../identity-statistics/academic-year.ts'
import { fallMail } from '../identity-statistics/fall-mail.ts'
import { allYears, refreshIdentityStatistics } from '../identity-statistics/refresh-identity-statistics.ts'
import { stoppable } from '../identity-statistics/stoppable.ts'
import { unexplainedFalls } from '../identity-statistics/unexplained-fall.ts'
import { statisticsRecipients } from '../statistics/settings.ts'

export default defineBatch({
  code: 'MAJ_IDENTITE',
  label: {
    fr: 'MAJ table identite (utilisee pour statistiques)',
    en: 'Refresh of the identity table (used for statistics)',
  },
  description: {
    fr: 'Recalcule, par étudiant et année universitaire, ce dont les statistiques sont comptées. Ne change aucun dossier.',
    en: 'Computes anew, by student and academic year, what statistics are counted from. Changes no record.',
  },
  // After the import of the night.
  schedule: { time: '06:30', weekdays: 'all' },
  enabled: true,
  rerunSafe: true,
  resources: ['students'],
  parameters: z.strictObject({
    annees: z
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe('Années universitaires recalculées, celle en cours comprise'),
    toutes: z.boolean().default(false).describe('Recalculer toutes les années connues'),
    mois_rentree: z.int().min(1).max(12).default(9).describe('Mois où commence l’année universitaire'),
  }),
  async run(context) {
    const { parameters, clock, place, log, signal, settings } = context
    const { annees, toutes, mois_rentree: firstMonth } = parameters
    const now = clock.now()
    const thisYear = academicYearOf(now.toZonedDateTimeISO(place.timeZone).toPlainDate(), firstMonth)
    const years = toutes
      ? await allYears(context.database.pool)
      : Array.from({ length: annees }, (_, index) => thisYear - annees + 1 + index)
    const chosen = await settings.get(statisticsRecipients)
    const recipients = chosen.length > 0 ? chosen : await administratorsOfHealth(context.database.pool)
    const result = await context.transaction(async (client) => {
      const done = await stoppable(context.database.pool, client, signal, () =>
        refreshIdentityStatistics(client, {
          years,
          firstMonth,
          timeZone: place.timeZone,
          now,
          throwIfAborted: () => signal.throwIfAborted(),
          progress: (step, of) => context.progress(step, of),
        }),
      )
      const falls = unexplainedFalls(done.years)
      if (falls.length > 0 && recipients.length > 0)
        await postMail(
          client,
          `health.identity-statistics.fall:${context.run.id}`,
          fallMail(recipients, falls, context.run.id),
          clock,
        )
      return done
    })
    for (const { year, before, after } of result.years)
      log.info(`année ${year} : ${after} lignes (${before} auparavant)`)
    log.info(
      `${result.inserted} lignes ajoutées, ${result.updated} modifiées, ${result.deleted} retirées, les autres inchangées`,
    )
    for (const { year, before, after, merged } of unexplainedFalls(result.years))
      log.warn(
        `année ${year} : baisse inexpliquée de ${before} à ${after} lignes (dont ${merged} fusions) ; vérifiez les derniers imports`,
      )
    if (recipients.length === 0 && unexplainedFalls(result.years).length > 0)
      log.warn(`personne à prévenir : réglez ${statisticsRecipients.key}`)
    const lignes = result.years.reduce((sum, year) => sum + year.after, 0)
    const auparavant = result.years.reduce((sum, year) => sum + year.before, 0)
    return { annees: years.length, lignes, ecart_avec_precedent: lignes - auparavant }
  },
})
