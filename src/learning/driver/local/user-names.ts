import type pg from 'pg'
import type { Reader } from '../reader.ts'
import type { UserKey } from '../records.ts'

/** People by what they are called. Reads all accounts once for a whole chunk: few lines name people so. */
export function userNames(client: pg.PoolClient): Pick<Reader, 'usersNamed'> {
  return {
    async usersNamed(fullNames) {
      if (fullNames.length === 0) return []
      const { rows } = await client.query<UserKey>(
        `select id, host_id as "hostId", username, idnumber, email, firstname, lastname, suspended,
                protected_as as "protectedAs"
         from learning.app_user
         where not deleted
           and (lower(firstname || ' ' || lastname) = any($1) or lower(lastname || ' ' || firstname) = any($1))`,
        [fullNames.map((name) => name.toLowerCase())],
      )
      return rows
    },
  }
}
