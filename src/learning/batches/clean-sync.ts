import { defineBatch } from '../../batch/define-batch.ts'
import { forgetDropHistory } from '../../exchange/drop/forget-drop-history.ts'
import { cleanableShelves, cleanFiles } from '../files/clean-files.ts'
import { learningFiles } from '../files/learning-files.ts'
import { filesKeepDays } from '../settings/drop.ts'
import { removeEndedWork } from '../sync/work-folder.ts'

/** Names told of files that wait; the count is exact. */
const mostNames = 20

/** learning.md 5.6: what runs wrote goes by age, what waits to be processed never does. */
export default defineBatch({
  code: 'CLEAN_SYNC',
  label: { fr: 'Nettoyage de la zone de fichiers', en: 'Clean-up of the file area' },
  description: {
    fr: 'Supprime les rapports, archives, journaux et fichiers de reprise plus anciens que l’âge réglé. Signale les fichiers de commande qui attendent depuis plus longtemps, sans y toucher.',
    en: 'Removes reports, archives, journals and retry files older than the age that is set. Tells of command files that have waited longer, and leaves them alone.',
  },
  schedule: { time: '01:00', weekdays: 'all' },
  enabled: false,
  rerunSafe: true,
  resources: ['learning'],
  async run({ settings, clock, place, database, log }) {
    const area = learningFiles(place, clock)
    const { removed: unfinished, rescued } = await area.tidy()
    await removeEndedWork(database.pool, place.dataDirectory)
    const counts = { restes_supprimes: unfinished, fichiers_retrouves: rescued }
    const keepDays = await settings.get(filesKeepDays)
    if (keepDays === 0) {
      log.info('âge réglé à 0 : aucun fichier n’est supprimé')
      return counts
    }
    const before = clock.now().subtract({ hours: 24 * keepDays })
    const { removed, failed, pending } = await cleanFiles(area, [...cleanableShelves, 'commands'], before)
    if (pending.length > 0)
      log.warn(
        `${pending.length} fichier(s) de commande attendent depuis plus de ${keepDays} jours : ${pending.slice(0, mostNames).join(', ')}`,
      )
    if (failed > 0)
      log.warn(`${failed} fichier(s) n’ont pas pu être supprimés : nouvel essai la nuit prochaine`)
    return {
      ...counts,
      rapports: removed.reports ?? 0,
      archives: removed.archives ?? 0,
      reprises: removed.retries ?? 0,
      journaux: removed.journals ?? 0,
      ecartes: removed.commands ?? 0,
      en_attente: pending.length,
      recuperations_oubliees: await forgetDropHistory(database.pool, before.toString()),
    }
  },
})
