import type pg from 'pg'
import type { Reader, UserIdentity } from '../reader.ts'
import type { UserKey } from '../records.ts'
import { numericIds } from './numeric-ids.ts'

const key = `id, host_id as "hostId", username, idnumber, email, firstname, lastname, suspended,
  protected_as as "protectedAs"`

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
    userRecords: () => Promise.reject(new Error('not yet')),
    profileFields: () => Promise.reject(new Error('not yet')),
    profileValues: () => Promise.reject(new Error('not yet')),
    pictures: () => Promise.reject(new Error('not yet')),
  }
}
