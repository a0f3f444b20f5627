import type { Settings } from '../../../platform/settings.ts'
import type { Text } from '../../../platform/text.ts'
import { operationOf } from '../../operations.ts'
import { cleanFiles } from '../../settings/common.ts'
import { pictureForceDeletion } from '../../settings/pictures.ts'
import { overrideOf } from '../../settings/post-treatments.ts'
import type { SyncPlace } from '../sync-place.ts'
import { type SyncRequest, storedSourceOf } from '../sync-request.ts'
import type { Closing } from './file-to-close.ts'

/**
 * « Nettoyage » (learning.md 5.4): the command file goes away once it is processed to its end; a refused one only if it is
 * archived. Returns what the report says of it; null: the file is nobody's to remove.
 */
export async function removeCommandFile(closing: Closing, archived: boolean): Promise<Text | null> {
  const { place, settings } = closing
  const { request, progress, refusals, givenUp } = closing.file
  if (request.dryRun || givenUp !== undefined || progress.stopped !== null) return null
  const refused = refusals.length > 0
  const wanted = operationOf(request.operation).archive
    ? !refused && (await picturesGo(settings))
    : (!refused || archived) && (await settings.get(cleanFiles))
  return wanted ? await removeUnlessReplaced(place, request) : null
}

/**
 * Archives of pictures have an option of their own, and stay where they are when they cannot be read (1.10, P04); what is
 * said for the post-treatment of this tool decides over both.
 */
async function picturesGo(settings: Pick<Settings, 'get'>): Promise<boolean> {
  const own = await settings.get(overrideOf(operationOf('pictures.sync'), cleanFiles))
  if (own !== 'general') return own === 'on'
  return (await settings.get(pictureForceDeletion)) || (await settings.get(cleanFiles))
}

/** Removes the command file from its programmed place, unless another one lies there by now (F28). */
async function removeUnlessReplaced(
  { area, context }: SyncPlace,
  request: SyncRequest,
): Promise<Text | null> {
  const source = storedSourceOf(request)
  if (source === null || source.shelf !== 'commands' || !source.preconfigured) return null
  const there = await area.open(source.shelf, source.name)
  // A run that died between this and its end removed it.
  if (there === null) return removedNote
  await there.handle.close()
  if (there.bytes !== source.bytes || String(there.modifiedNs) !== source.modifiedNs) {
    context.log.warn(replacedNote.fr)
    return replacedNote
  }
  await area.remove(source.shelf, source.name)
  return removedNote
}

const removedNote: Text = {
  fr: 'Le fichier de commande a été retiré de sa position programmée',
  en: 'The command file was removed from its programmed place',
}

const replacedNote: Text = {
  fr: 'Le fichier de commande a été remplacé pendant le traitement : le nouveau reste en place',
  en: 'The command file was replaced meanwhile: the new one stays',
}
