import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { cleanFollowUps, previewCleaning } from '../follow-ups/clean-follow-ups.ts'

const parameters = z.strictObject({
  age_mois: z.int().min(6).max(240).default(12).describe('Mois au-delà desquels une relance est supprimée'),
  simulation: z.boolean().default(false).describe('Compter seulement, sans rien supprimer'),
  forcer: z.boolean().default(false).describe('Supprimer même si plus de la moitié des relances partirait'),
})
type Parameters = z.infer<typeof parameters>

/** health.md 2.2. */
export default defineBatch({
  code: 'CLEAN_RELANCE',
  label: { fr: 'Nettoyage des relances de plus de 1 an', en: 'Clean-up of follow-ups older than a year' },
  description: {
    fr: 'Supprime les relances dont toutes les dates sont passées depuis plus d’un an. Une échéance à venir protège toujours.',
    en: 'Deletes the follow-ups all dates of which are more than a year past. A due date to come always protects.',
  },
  schedule: { time: '06:10', dayOfMonth: 1, month: 8 },
  enabled: true,
  rerunSafe: true,
  parameters,
  reserved: ['forcer', 'age_mois'],
  danger: { preview: (context) => previewCleaning(context, requestOf(context.parameters)) },
  run: (context) => cleanFollowUps(context, requestOf(context.parameters)),
})

function requestOf({ age_mois, simulation, forcer }: Parameters) {
  return { months: age_mois, dryRun: simulation, force: forcer }
}
