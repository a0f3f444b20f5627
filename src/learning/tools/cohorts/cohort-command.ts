/** One line of a cohorts' file, checked. An empty text: not given. */
export interface CohortCommand {
  readonly verb: 'add' | 'del' | 'free'
  /** What names the cohort, under the configured identifier; never empty. */
  readonly key: string
  /** What names the user, under the configured identifier. */
  readonly user: string
  readonly name: string
  readonly idnumber: string
  readonly description: string
  readonly component: string
  /** The category's number; `0`: of the whole platform. */
  readonly category: string
  readonly categoryIdnumber: string
}

/** Whether the line takes a whole cohort away, or all its members. */
export function destroysCohort(command: CohortCommand): boolean {
  return command.verb === 'free' || (command.verb === 'del' && command.user === '')
}
