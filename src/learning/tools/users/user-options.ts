import type { CourseIdentity } from '../../driver/reader.ts'
import type { UserFields } from '../../driver/records.ts'
import {
  siteCity,
  siteCountry,
  siteLanguage,
  siteName,
  siteTimezone,
  userAllowRename,
  userCourseIdentity,
  userCreatePasswords,
  userPrimaryIdentity,
  userProtectEmails,
  userSendPasswords,
} from '../../settings/users.ts'
import type { ToolPlace } from '../tool-place.ts'
import type { UserCommand } from './user-command.ts'

/** What an administrator has set, as it was when the file was begun. */
export interface UserOptions {
  readonly identity: 'id' | 'idnumber' | 'username' | 'email'
  readonly courseIdentity: CourseIdentity
  readonly allowRename: boolean
  readonly protectEmails: boolean
  readonly createPasswords: boolean
  readonly sendPasswords: boolean
  readonly siteName: string
  readonly newAccount: Pick<UserFields, 'city' | 'country' | 'lang' | 'timezone'>
}

export async function userOptions({ settings }: ToolPlace): Promise<UserOptions> {
  return {
    identity: await settings.get(userPrimaryIdentity),
    courseIdentity: await settings.get(userCourseIdentity),
    allowRename: await settings.get(userAllowRename),
    protectEmails: await settings.get(userProtectEmails),
    createPasswords: await settings.get(userCreatePasswords),
    sendPasswords: await settings.get(userSendPasswords),
    siteName: await settings.get(siteName),
    newAccount: {
      city: await settings.get(siteCity),
      country: (await settings.get(siteCountry)) || 'NZ',
      lang: (await settings.get(siteLanguage)) || 'en',
      timezone: await settings.get(siteTimezone),
    },
  }
}

/** A new account before its password: what the line gives, and defaults for the rest, which only creation knows. */
export function newAccount(command: UserCommand, hostId: number, options: UserOptions): UserFields {
  return {
    hostId,
    username: command.username,
    idnumber: command.idnumber || null,
    firstname: '',
    lastname: '',
    email: command.email || null,
    auth: 'manual',
    passwordHash: null,
    passwordState: 'none',
    mustChangePassword: false,
    institution: '',
    department: '',
    ...options.newAccount,
    icq: '',
    phone1: '',
    phone2: '',
    address: '',
    url: '',
    description: '',
    mailDisplay: 1,
    mailDigest: 0,
    mailFormat: 1,
    htmlEditor: 1,
    autoSubscribe: true,
    trackForums: false,
    suspended: false,
    ...command.fields,
  }
}
