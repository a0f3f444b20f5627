import type { FoundStudent, UnfoundReason } from '../health/students/find-student.ts'
import { unfoundWords } from '../health/students/unfound-words.ts'
import { type ProblemError, problem } from './problem.ts'

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
