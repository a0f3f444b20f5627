/** A field at fault; `path` is the field's name in the request (`roles.health`). */
export interface FieldFault {
  readonly path: string
  readonly message: string
}

export interface ProblemBody {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail?: string | undefined
  readonly errors?: readonly FieldFault[] | undefined
  readonly [member: string]: unknown
}

/** The server cannot be reached at all: no answer to judge. */
export const offlineCode = 'OFFLINE'

/**
 * A refusal or failure of the server (`application/problem+json`), or its silence (`OFFLINE`, status 0).
 * `code` is stable and is what a screen may decide by; `title` and `detail` come in the reader's language.
 */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly errors: readonly FieldFault[]
  /** Every member of the answer, also those that only one kind of problem has. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(body: ProblemBody, options?: ErrorOptions) {
    super(body.detail ?? body.title, options)
    this.name = 'ApiProblem'
    this.status = body.status
    this.code = body.code
    this.title = body.title
    this.detail = body.detail
    this.errors = body.errors ?? []
    this.members = body
  }

  /** The messages for a field, or undefined: give it to the input's `error`. */
  fieldError(path: string): string | undefined {
    const messages = this.errors.filter((fault) => fault.path === path).map((fault) => fault.message)
    return messages.length > 0 ? messages.join(' · ') : undefined
  }
}

/** Whether an error is the server's, of one of these codes if any are given. */
export function isProblem(error: unknown, ...codes: readonly string[]): error is ApiProblem {
  return error instanceof ApiProblem && (codes.length === 0 || codes.includes(error.code))
}

/** The message for a field of a form whose last submission failed. */
export function fieldError(error: unknown, path: string): string | undefined {
  return error instanceof ApiProblem ? error.fieldError(path) : undefined
}
