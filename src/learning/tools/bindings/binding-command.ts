/** One line of a file that binds cohorts to courses, checked (learning.md 1.13). */
export interface BindingCommand {
  readonly verb: 'add' | 'del' | 'restore' | 'fulldel'
  /** What names them, under the configured identifiers. */
  readonly cohort: string
  readonly course: string
  /** '': the default one; `*`: any. */
  readonly role: string
  readonly method: string
  /** Seconds since 1970, null for none; undefined: not given. */
  readonly startsAt: number | null | undefined
  readonly endsAt: number | null | undefined
  readonly makeGroup: boolean | undefined
}
