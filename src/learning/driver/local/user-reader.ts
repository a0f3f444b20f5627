import type pg from 'pg'
import type { Reader, UserIdentity } from '../reader.ts'
import type {
  PictureRecord,
  ProfileFieldRecord,
  ProfileValueRecord,
  UserKey,
  UserRecord,
} from '../records.ts'
import { numericIds } from './numeric-ids.ts'
import { userColumns, userFieldNames } from './user-columns.ts'

const key = `id, host_id as "hostId", username, idnumber, email, firstname, lastname, suspended,
  protected_as as "protectedAs"`

const record = userFieldNames.map((field) => `${userColumns[field][0]} as "${field}"`).join(', ')

/** `$1` holds the values as they are compared: see `compared`. */
const sameIdentity: Readonly<Record<UserIdentity, string>> = {
  id: 'id = any($1)',
  idnumber: 'idnumber = any($1)',
  username: 'username = any($1)',
  email: 'lower(email) = any($1)',
  hostedusername: `username = any(select split_part(v, '@', 1) from unnest($1::text[]) v)
    and username || '@' || host_id = any($1)`,
}

function compared(by: UserIdentity, values: readonly string[]): readonly (string | number)[] {
  if (by === 'id') return numericIds(values)
  return by === 'idnumber' ? values : values.map((value) => value.toLowerCase())
}

/** Accounts, their custom fields and their pictures. */
export function userReader(
  client: pg.PoolClient,
): Pick<Reader, 'users' | 'deletedUsers' | 'userRecords' | 'profileFields' | 'profileValues' | 'pictures'> {
  return {
    async users(by, values) {
      if (values.length === 0) return []
      const { rows } = await client.query<UserKey>(
        `select ${key} from learning.app_user where not deleted and ${sameIdentity[by]}`,
        [compared(by, values)],
      )
      return rows
    },
    async deletedUsers(by, values) {
      if (values.length === 0) return []
      const { rows } = await client.query<UserKey>(
        `select ${key} from learning.app_user where deleted and ${sameIdentity[by]} order by modified_at desc, id desc`,
        [compared(by, values)],
      )
      return rows
    },
    async userRecords(ids) {
      if (ids.length === 0) return []
      const { rows } = await client.query<UserRecord>(
        `select id, ${record}, deleted, protected_as as "protectedAs" from learning.app_user where id = any($1)`,
        [ids],
      )
      return rows
    },
    async profileFields() {
      const { rows } = await client.query<ProfileFieldRecord>(
        'select id, shortname from learning.profile_field',
      )
      return rows
    },
    async profileValues(userIds) {
      if (userIds.length === 0) return []
      const { rows } = await client.query<ProfileValueRecord>(
        `select user_id as "userId", field_id as "fieldId", value from learning.profile_value
         where user_id = any($1)`,
        [userIds],
      )
      return rows
    },
    async pictures(userIds) {
      if (userIds.length === 0) return []
      const { rows } = await client.query<PictureRecord>(
        `select user_id as "userId", encode(sha256, 'hex') as sha256 from learning.user_picture where user_id = any($1)`,
        [userIds],
      )
      return rows
    },
  }
}
