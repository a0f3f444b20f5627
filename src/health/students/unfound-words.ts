import type { Text } from '../../platform/text.ts'
import type { UnfoundReason } from './find-student.ts'

/** What to do about a student who is not found, by reason. */
export const unfoundWords: Readonly<Record<UnfoundReason, Text>> = {
  unknown: {
    fr: "Aucun dossier n'a cet identifiant : vérifiez-le, ou attendez l'import de scolarité qui apportera l'étudiant",
    en: 'No record has this identifier: check it, or wait for the import that will bring the student',
  },
  ambiguous: {
    fr: 'Plusieurs dossiers ont ces identifiants : donnez aussi studentCode et establishment ou studentId, ou fusionnez les doublons',
    en: 'Several records have these identifiers: add studentCode and establishment or studentId, or merge the duplicates',
  },
  'no-key': {
    fr: 'Dites de quel étudiant il s’agit : ine, ou studentCode avec establishment, ou login, ou studentId',
    en: 'Say which student is meant: ine, or studentCode with establishment, or login, or studentId',
  },
}
