import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { usualThreshold } from '../duplicates/score.ts'
import { searchDuplicates } from '../duplicates/search-duplicates.ts'

export default defineBatch({
  code: 'DOUBLONS',
  label: { fr: 'Gestions des doublons', en: 'Search for duplicates' },
  description: {
    fr: 'Cherche parmi tous les étudiants les dossiers qui pourraient être ceux d’une même personne. Ne fusionne jamais rien : chaque paire est décidée par une personne.',
    en: 'Searches all students for records that may be of one person. Never merges anything: a person decides on each pair.',
  },
  schedule: { time: '03:00', weekdays: ['mon'] },
  enabled: true,
  rerunSafe: true,
  resources: ['students'],
  parameters: z.strictObject({
    seuil_min: z
      .int()
      .min(20)
      .max(100)
      .default(usualThreshold)
      .describe('Points à partir desquels une paire est montrée'),
    bloc_max: z
      .int()
      .min(2)
      .max(2000)
      .default(400)
      .describe('Dossiers au-delà desquels un groupe qui partage une clé est sauté'),
    incremental: z
      .boolean()
      .default(true)
      .describe(
        'Ne comparer que les dossiers modifiés depuis la dernière recherche (recherche complète tous les 30 jours)',
      ),
  }),
  async run(context) {
    const { seuil_min, bloc_max, incremental } = context.parameters
    return await searchDuplicates(context, { threshold: seuil_min, blockMax: bloc_max }, incremental)
  },
})
