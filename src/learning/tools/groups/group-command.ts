/** One line of the groups' file, read (learning.md 1.14). */
export interface GroupCommand {
  readonly type: 'group' | 'grouping'
  readonly course: string
  readonly name: string
  /** Empty cells and absent columns alike say nothing. */
  readonly idnumber: string
  readonly description: string
  /** Null: the file has no such column; groups that exist are left as they are. */
  readonly updateId: string | null
  /** Null: no such column. */
  readonly selfGrouping: boolean | null
  /** Number of a grouping of the course; empty: none. */
  readonly grouping: string
}
