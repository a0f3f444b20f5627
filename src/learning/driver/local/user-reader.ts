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

const record = `id, ${userFieldNames.map((field) => `${userColumns[field][0]} as "${field}"`).join(', ')}, deleted,
  protected_as as "protectedAs"`

/** Which accounts a value means, compared as `compared` writes it. */
const sameIdentity: Readonly<Record<UserIdentity, string>> = {
  id: 'account.id = wanted.value',
  idnumber: 'account.idnumber = wanted.value',
  username: 'account.username = wanted.value',
  email: 'lower(account.email) = wanted.value',
  // A user name may have an @ of its own.
  hostedusername: `account.username = regexp_replace(wanted.value, '@[^@]*$', '')
    and account.username || '@' || account.host_id = wanted.value`,
}

/**
 * Accounts by thousands of values, each looked up in the index: left to choose, the planner reads the whole table for every
 * chunk of a file (measured with 100,000 accounts: 30 ms a chunk and identity; 9 ms so). `offset 0` keeps it from that.
 */
function accountsBy(by: UserIdentity, state: 'deleted' | 'not deleted', columns = key): string {
  return `select ${columns} from unnest($1::${by === 'id' ? 'bigint' : 'text'}[]) as wanted (value)
    cross join lateral (
      select * from learning.app_user account where ${state} and ${sameIdentity[by]} offset 0
    ) found`
}

function compared(by: UserIdentity, values: readonly string[]): readonly (string | number)[] {
  if (by === 'id') return [...new Set(numericIds(values))]
  return [...new Set(by === 'idnumber' ? values : values.map((value) => value.toLowerCase()))]
}

/** Accounts, their custom fields and their pictures. */
export function userReader(
  client: pg.PoolClient,
): Pick<
  Reader,
  'users' | 'deletedUsers' | 'userRecords' | 'userRecordsBy' | 'profileFields' | 'profileValues' | 'pictures'
> {
  return {
    async users(by, values) {
      if (values.length === 0) return []
      const { rows } = await client.query<UserKey>(accountsBy(by, 'not deleted'), [compared(by, values)])
      return rows
    },
    async deletedUsers(by, values) {
      if (values.length === 0) return []
      const { rows } = await client.query<UserKey>(
        `${accountsBy(by, 'deleted')} order by modified_at desc, id desc`,
        [compared(by, values)],
      )
      return rows
    },
    async userRecords(ids) {
      if (ids.length === 0) return []
      const { rows } = await client.query<UserRecord>(
        `select ${record} from learning.app_user where id = any($1)`,
        [ids],
      )
      return rows
    },
    async userRecordsBy(by, values) {
      if (values.length === 0) return []
      const { rows } = await client.query<UserRecord>(accountsBy(by, 'not deleted', record), [
        compared(by, values),
      ])
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
