import { join } from 'node:path'
import type { RunContext } from '../../batch/run-context.ts'
import { removeOldFiles } from '../../exchange/clean-up.ts'

/** Long enough to load them again after a first load went wrong. */
const keepDays = 30

/** Where files of attachments are put before the load that names them. */
export function folderOfFilesToLoad(dataDirectory: string): string {
  return join(dataDirectory, 'admissions', 'pieces-a-charger')
}

/** What `CLEAN` does for loads of attachments: copies of candidates' files, loaded or not, do not outlive their dossiers. */
export async function tidyFilesToLoad({ place, clock, log }: RunContext): Promise<Record<string, number>> {
  const before = clock.now().subtract({ hours: 24 * keepDays })
  const { removed, failed } = await removeOldFiles(folderOfFilesToLoad(place.dataDirectory), /./, before)
  if (failed > 0) log.warn(`${failed} pièce(s) à charger n'ont pas pu être supprimées`)
  return { pieces_a_charger_purgees: removed }
}
