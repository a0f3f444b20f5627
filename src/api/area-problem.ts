import { AreaError } from '../exchange/file-area/area-error.ts'
import type { Text } from '../platform/text.ts'
import { type ProblemError, problem } from './problem.ts'

/** What the file area refuses, as a problem. */
export function areaProblem({ code, text }: AreaError): ProblemError {
  switch (code) {
    case 'BAD_NAME':
      return fieldProblem('name', text)
    case 'EXISTS':
      return problem('ALREADY_EXISTS', { detail: text })
    case 'ABSENT':
      return problem('FILE_GONE', { detail: text })
  }
}

/** For `catch`: throws the area's refusal as a problem, anything else as it is. */
export function asAreaProblem(error: unknown): never {
  throw error instanceof AreaError ? areaProblem(error) : error
}

/** One field of the request that cannot be taken as it is. */
export function fieldProblem(path: string, message: Text): ProblemError {
  return problem('INVALID_FIELDS', { detail: message, errors: [{ path, message }] })
}
