import type { UserFields } from '../records.ts'

/** What each field of an account is in `learning.app_user`: column and type. */
export const userColumns: Readonly<Record<keyof UserFields, readonly [column: string, type: string]>> = {
  hostId: ['host_id', 'bigint'],
  username: ['username', 'text'],
  idnumber: ['idnumber', 'text'],
  firstname: ['firstname', 'text'],
  lastname: ['lastname', 'text'],
  email: ['email', 'text'],
  auth: ['auth', 'text'],
  passwordHash: ['password_hash', 'text'],
  passwordState: ['password_state', 'text'],
  mustChangePassword: ['must_change_password', 'boolean'],
  institution: ['institution', 'text'],
  department: ['department', 'text'],
  city: ['city', 'text'],
  country: ['country', 'text'],
  lang: ['lang', 'text'],
  timezone: ['timezone', 'text'],
  icq: ['icq', 'text'],
  phone1: ['phone1', 'text'],
  phone2: ['phone2', 'text'],
  address: ['address', 'text'],
  url: ['url', 'text'],
  description: ['description', 'text'],
  mailDisplay: ['mail_display', 'smallint'],
  mailDigest: ['mail_digest', 'smallint'],
  mailFormat: ['mail_format', 'smallint'],
  htmlEditor: ['html_editor', 'smallint'],
  autoSubscribe: ['auto_subscribe', 'boolean'],
  trackForums: ['track_forums', 'boolean'],
  suspended: ['suspended', 'boolean'],
}

export const userFieldNames = Object.keys(userColumns) as (keyof UserFields)[]
