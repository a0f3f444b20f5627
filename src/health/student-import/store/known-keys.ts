import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type KeyFilter, keyFilter } from '../../../exchange/key-filter.ts'
import { identityKey } from '../match/people.ts'
import { ineFilterKey, loginFilterKey } from '../match/student-set.ts'
import type { WriteTarget } from './write-target.ts'

/**
 * Reads the keys of all students into a filter, so that lines about nobody known need no look-up. Worth its cost
 * (about two microseconds a student) where a file brings many lines: a first import, or new rules.
 */
export async function loadKnownKeys(client: pg.PoolClient, target: WriteTarget): Promise<KeyFilter> {
  const filter = await keyFilter()
  for (const table of target.studentTables) await addKeys(client, studentKeys(table), filter)
  for (const table of target.aliasTables) await addKeys(client, aliasKeys(table), filter)
  return filter
}

const studentKeys = (table: string) => `
  select left(ine, 10), lower(login), name_key, first_name_key, birth_date, nationality_code
  from ${table} where merged_into is null`

const aliasKeys = (table: string) => `select left(ine, 10), null, null, null, null, null from ${table}`

async function addKeys(client: pg.PoolClient, keys: string, filter: KeyFilter): Promise<void> {
  const stream = client.query(copyTo(`copy (${keys}) to stdout`))
  let rest = ''
  await pipeline(stream.setEncoding('utf8'), async (chunks: AsyncIterable<string>) => {
    for await (const chunk of chunks) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        const [ine10, login, nameKey, firstNameKey, birthDate, nationality] = line.split('\t')
        if (ine10 !== nothing) filter.add(ineFilterKey(ine10!))
        if (login !== nothing) filter.add(loginFilterKey(unescaped(login!)))
        if (nameKey !== nothing)
          filter.add(
            identityKey(unescaped(nameKey!), unescaped(firstNameKey!), birthDate!, unescaped(nationality!)),
          )
      }
    }
  })
}

/** Null in COPY's text format. */
const nothing = '\\N'

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** Keys that COPY had to escape are rare: a backslash in a login (`DOMAIN\tester`), a tab in a name. */
function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, (_, mark: string) => escapes[mark] ?? mark) : text
}
