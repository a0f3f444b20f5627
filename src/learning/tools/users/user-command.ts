import type { UserFields } from '../../driver/records.ts'

/** What a line of the users' file asks for (learning.md 1.8), its values checked. */
export interface UserCommand {
  /** In lower case. */
  readonly username: string
  /** The account's former user name, in lower case; '': none. */
  readonly oldUsername: string
  /** Null: not given. */
  readonly hostId: number | null
  /** '' where the file does not give it: neither is ever emptied by a file. */
  readonly idnumber: string
  readonly email: string
  /** Columns that are given, names included; those that have a default only where the cell is not empty. */
  readonly fields: Partial<Omit<UserFields, IdentityField | PasswordField>>
  readonly password: PasswordCell
  readonly deleted: boolean
  /** Custom fields by short name. */
  readonly profile: readonly (readonly [shortname: string, value: string])[]
  readonly cohort: { readonly name: string; readonly idnumber: string | null } | null
  readonly bindings: readonly CourseBinding[]
}

export type IdentityField = 'username' | 'hostId' | 'idnumber' | 'email'
export type PasswordField = 'passwordHash' | 'passwordState' | 'mustChangePassword'

/** `none`: the account shall have no password and get none (`*NOPASS*`). */
export type PasswordCell =
  | { readonly kind: 'absent' | 'empty' | 'none' }
  | { readonly kind: 'text'; readonly text: string }

/** `course2;role2;enrol2;group2;start2;end2`: empty texts where nothing is given. */
export interface CourseBinding {
  readonly number: number
  readonly course: string
  readonly role: string
  readonly method: string
  readonly group: string
  /** Seconds since 1970; null: not given. */
  readonly startsAt: number | null
  readonly endsAt: number | null
}
