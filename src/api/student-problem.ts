import type { FoundStudent, UnfoundReason } from '../health/students/find-student.ts'
import type { Text } from '../platform/text.ts'
import { type ProblemError, problem } from './problem.ts'

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

const codes = {
  unknown: 'UNKNOWN_STUDENT',
  ambiguous: 'AMBIGUOUS_STUDENT',
  'no-key': 'INVALID_FIELDS',
} as const

/** The problem of a student who is not found; `path` is where the request names them. */
export function unfoundProblem(reason: UnfoundReason, path = 'student'): ProblemError {
  const message = unfoundWords[reason]
  return problem(codes[reason], { detail: message, errors: [{ path, message }] })
}

/** The id of a found student; throws the problem otherwise. */
export function foundId(found: FoundStudent, path?: string): number {
  if (!found.ok) throw unfoundProblem(found.reason, path)
  return found.studentId
}
