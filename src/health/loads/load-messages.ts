import type { LineMessage } from '../../exchange/command-file/verdict.ts'
import { loadError } from '../../exchange/loads/load-messages.ts'
import type { Text } from '../../platform/text.ts'
import type { UnfoundReason } from '../students/find-student.ts'

/* Why a line that feeds the health service is rejected, beyond what all lines may be rejected for. */

export function takenLabel(column: string): LineMessage {
  return loadError('TAKEN_LABEL', column, {
    fr: `${column} est déjà celui d’un autre motif : un libellé ne sert qu’une fois.`,
    en: `${column} is another motive’s already: a label serves once.`,
  })
}

export function otherStudent(): LineMessage {
  return loadError('OTHER_STUDENT', 'REFERENCE', {
    fr: 'Cette référence est celle d’un enregistrement d’un autre étudiant : vérifiez la référence et l’identifiant.',
    en: 'This reference belongs to a record of another student: check reference and identifier.',
  })
}

export function closedFollowUp(): LineMessage {
  return loadError('CLOSED_FOLLOW_UP', 'REFERENCE', {
    fr: 'Cette relance est close : rouvrez-la à l’écran avant de la modifier.',
    en: 'This follow-up is closed: open it again on screen before changing it.',
  })
}

const unfound: Readonly<Record<UnfoundReason, readonly [string, Text]>> = {
  unknown: [
    'UNKNOWN_STUDENT',
    {
      fr: 'Aucun dossier n’a cet identifiant : corrigez-le, ou rejouez la ligne après l’import de scolarité qui apportera l’étudiant.',
      en: 'No record has this identifier: correct it, or play the line again after the import that will bring the student.',
    },
  ],
  ambiguous: [
    'AMBIGUOUS_STUDENT',
    {
      fr: 'Plusieurs dossiers ont ces identifiants : complétez COD_ETU et ETB, ou fusionnez les doublons.',
      en: 'Several records have these identifiers: complete COD_ETU and ETB, or merge the duplicates.',
    },
  ],
  'no-key': [
    'NO_STUDENT',
    {
      fr: 'L’étudiant n’est pas désigné : donnez INE, ou COD_ETU avec ETB, ou IDENTIFIANT.',
      en: 'No student is named: give INE, or COD_ETU with ETB, or IDENTIFIANT.',
    },
  ],
}

export function unfoundStudent(reason: UnfoundReason): LineMessage {
  const [code, text] = unfound[reason]
  return loadError(code, undefined, text)
}
