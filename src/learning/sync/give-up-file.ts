import { extname } from 'node:path'
import type { FileProgress } from '../../exchange/command-file/file-progress.ts'
import type { Text } from '../../platform/text.ts'
import { closeFile } from './close-file.ts'
import type { FileResult } from './file-result.ts'
import type { SyncPlace } from './sync-place.ts'
import { type SyncRequest, storedSourceOf } from './sync-request.ts'

/**
 * Sets a file aside that crashed whoever processed it: it is called `<name>-tryback-failed.<ext>`, which no pattern takes,
 * and the lines after the last one applied are not looked at any more (learning.md 4.5).
 */
export async function giveUpFile(
  place: SyncPlace,
  file: { readonly exchangeId: number; readonly request: SyncRequest; readonly progress: FileProgress },
): Promise<FileResult> {
  const { context, area } = place
  const source = storedSourceOf(file.request)
  let name: string | null = null
  if (source !== null && source.shelf === 'commands') {
    const there = await area.open(source.shelf, source.name)
    await there?.handle.close()
    if (there !== null && there.bytes === source.bytes && String(there.modifiedNs) === source.modifiedNs) {
      const ending = extname(source.name)
      const base = source.name.slice(0, source.name.length - ending.length)
      name = await area.move(source, { shelf: 'commands', name: `${base}-tryback-failed${ending}` }, 'number')
    }
  }
  const line = file.progress.next.line
  context.log.error(
    `${file.request.operation} : ${file.request.fileName} est écarté, son traitement s'est interrompu plusieurs fois ; lignes appliquées jusqu'à la ${line - 1}`,
  )
  const aside = name === null ? { fr: '', en: '' } : { fr: `, sous le nom ${name}`, en: `, as ${name}` }
  return await closeFile(place, {
    ...file,
    read: { encoding: file.request.encoding, warnings: [] },
    refusals: [],
    wouldHold: [],
    givenUp: { stopped: 'given-up', note: setAsideNote(aside, line) },
  })
}

function setAsideNote(aside: Text, line: number): Text {
  return {
    fr: `Fichier écarté${aside.fr} : son traitement s’est interrompu plusieurs fois. Les lignes à partir de la ${line} n’ont pas été traitées.`,
    en: `File set aside${aside.en}: its processing crashed several times. Lines from ${line} on were not processed.`,
  }
}
