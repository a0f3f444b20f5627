/** One line of the group members' file, read (learning.md 1.15). */
export interface GroupMemberCommand {
  readonly verb: GroupMemberVerb
  readonly course: string
  readonly group: string
  readonly user: string
}

export const groupMemberVerbs = ['add', 'shift', 'del'] as const
export type GroupMemberVerb = (typeof groupMemberVerbs)[number]
