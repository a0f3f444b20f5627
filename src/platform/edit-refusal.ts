import type { Text } from './text.ts'

/** Why something that people edit is not changed as asked. */
export interface EditRefusal {
  readonly code:
    | 'UNKNOWN_MODEL'
    | 'UNKNOWN_NOMENCLATURE'
    | 'NOT_FOUND'
    | 'ALREADY_EXISTS'
    | 'IN_USE'
    | 'INVALID_FIELDS'
    | 'STALE_VERSION'
    | 'REQUEST_REFUSED'
  /** The field at fault, for INVALID_FIELDS. */
  readonly path?: string
  readonly message: Text
}

/** Thrown inside a transaction, so that nothing of the change stays; told by whoever asked for it. */
export class EditRefused extends Error {
  readonly refusal: EditRefusal
  constructor(refusal: EditRefusal) {
    super(refusal.message.en)
    this.refusal = refusal
  }
}

export function refused(code: EditRefusal['code'], message: Text): EditRefused {
  return new EditRefused({ code, message })
}

export function invalidField(path: string, message: Text): EditRefused {
  return new EditRefused({ code: 'INVALID_FIELDS', path, message })
}
