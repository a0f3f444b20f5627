import { describeHold, type HoldReason } from '../../../exchange/guard.ts'
import type { Text } from '../../../platform/text.ts'
import type { FileToClose } from './file-to-close.ts'

/** Why it ended before its last line; nothing when it did not. */
export function endingNotes({ givenUp, progress }: FileToClose): Text[] {
  const notes: Text[] = givenUp === undefined ? [] : [givenUp.note]
  if (progress.stopped !== null) notes.push(stoppedNotes[progress.stopped])
  return notes
}

export function wouldHoldNote(reason: HoldReason): Text {
  return {
    fr: `Le traitement réel attendrait une approbation : ${describeHold(reason, 'fr')}`,
    en: `The real run would wait for an approval: ${describeHold(reason, 'en')}`,
  }
}

const stoppedNotes: Readonly<Record<'cancelled' | 'timeout', Text>> = {
  cancelled: {
    fr: 'Exécution annulée : les lignes non traitées sont dans le fichier de reprise',
    en: 'Run cancelled: lines that were not processed are in the retry file',
  },
  timeout: {
    fr: 'Durée maximale dépassée : les lignes non traitées sont dans le fichier de reprise',
    en: 'Time limit exceeded: lines that were not processed are in the retry file',
  },
}
