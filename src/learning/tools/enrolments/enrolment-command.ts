/** One line of the enrolments' file, read (learning.md 1.11). */
export interface EnrolmentCommand {
  readonly verb: EnrolmentVerb
  readonly course: string
  readonly user: string
  /** Short name; empty: none given. */
  readonly role: string
  /** Null: none named. A role alone then, or, to enable and disable, every method of the course. */
  readonly method: string | null
  /** Seconds since 1970. Left out: not given. Null: since ever. */
  readonly startsAt?: number | null
  /** Left out: not given. Null (0 in the file): no end. */
  readonly endsAt?: number | null
  /** Null: groups are not the line's business. What is no known verb is told, and does nothing. */
  readonly groupVerb: GroupVerb | { readonly unknown: string } | null
  /** Each name once. */
  readonly groups: readonly NamedGroup[]
}

export interface NamedGroup {
  readonly name: string
  /** `g1` to `g9`. */
  readonly column: string
}

export const enrolmentVerbs = ['add', 'del', 'shift', 'enable', 'disable'] as const
export type EnrolmentVerb = (typeof enrolmentVerbs)[number]

export const groupVerbs = ['gadd', 'gaddcreate', 'greplace', 'greplacecreate', 'gdel'] as const
export type GroupVerb = (typeof groupVerbs)[number]

export const groupColumns = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7', 'g8', 'g9'] as const
