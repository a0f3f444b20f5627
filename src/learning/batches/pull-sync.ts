import { defineBatch } from '../../batch/define-batch.ts'
import { shownName } from '../../exchange/drop/shown-name.ts'
import { pullLearningDrop } from '../drop/drop-place.ts'

/** learning.md 3: takes what outside systems dropped, also when no tool is due. */
export default defineBatch({
  code: 'PULL_SYNC',
  label: { fr: 'Récupération du répertoire de dépôt', en: 'Pull of the drop directory' },
  description: {
    fr: 'Prend les fichiers complets du répertoire de dépôt et les range parmi les fichiers de commande. Ne touche pas à ceux qui sont en cours de dépôt, ne traite aucun fichier.',
    en: 'Takes the complete files of the drop directory to the command files. Leaves those alone that are being delivered, and processes none.',
  },
  // In service, so that it can be asked for at any time; no day is ticked, so that it comes by itself only where wanted.
  schedule: { time: '00:00', weekdays: [], everyMinutes: 5 },
  enabled: true,
  catchUp: { policy: 'skip' },
  rerunSafe: true,
  timeoutMinutes: 60,
  async run(context) {
    const { log, signal } = context
    const report = await pullLearningDrop(context, log, signal)
    if (report.outcome !== 'pulled') log.warn(report.message.fr)
    for (const { name, reason } of report.quarantined)
      log.warn(`${shownName(name)} : quarantaine (${reason.fr})`)
    return {
      recuperation: report.message.fr,
      pris: report.taken.length,
      laisses: report.waiting.length,
      quarantaine: report.quarantined.length,
    }
  },
})
