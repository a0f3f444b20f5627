export type SurveyFailureKind =
  | 'unreachable'
  | 'timeout'
  /** The answer was cut short. */
  | 'broken'
  | 'http'
  | 'malformed'
  | 'too-large'
  /** Login and password. Each further try counts towards a lock-out of this server's address. */
  | 'refused'
  | 'locked-out'
  | 'session'
  | 'permission'
  | 'language'
  /** An exception inside LimeSurvey: its text holds SQL and answers, and is never told. */
  | 'remote-error'
  | 'status'

/** LimeSurvey did not do what it was asked. Its words are fit for a log: no secret, no answer of anybody. */
export class SurveyFailure extends Error {
  readonly kind: SurveyFailureKind
  constructor(kind: SurveyFailureKind, message: string) {
    super(message)
    this.kind = kind
  }

  /** Whether other surveys would meet the same: there is no use in going on. */
  get concernsAll(): boolean {
    return ['unreachable', 'refused', 'locked-out', 'session'].includes(this.kind)
  }
}
