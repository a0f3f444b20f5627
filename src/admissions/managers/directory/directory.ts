/** What the directory says of somebody. */
export interface DirectoryEntry {
  /** Every value of the attribute that holds logins. */
  readonly logins: readonly string[]
  readonly displayName: string | null
  readonly mail: string | null
}

/** The establishment's directory of persons (admissions.md 5.5). Every method throws `DirectoryFailure`. */
export interface Directory {
  /** Entries whose login is one of these, at most 50; whoever has none is absent. */
  find(logins: readonly string[]): Promise<DirectoryEntry[]>
  /** Never throws. */
  close(): Promise<void>
}

export type DirectoryFailureKind =
  | 'unreachable'
  | 'timeout'
  | 'broken'
  /** The reading account, or what it may read. */
  | 'refused'
  /** More or longer than the server allows: what is missing may be there. */
  | 'limited'
  /** Part of the answer is on another server. */
  | 'referral'
  | 'wrong-base'
  | 'failed'

/** The directory did not say who is there: nobody is absent because of it. Without secrets or names. */
export class DirectoryFailure extends Error {
  readonly kind: DirectoryFailureKind
  constructor(kind: DirectoryFailureKind, message: string) {
    super(message)
    this.kind = kind
  }
}

/** How many logins are asked for at once. */
export const groupSize = 50
