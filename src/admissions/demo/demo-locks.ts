import type { Temporal } from 'temporal-polyfill'
import type { Connections } from '../../platform/connections.ts'
import type { Queryable } from '../../platform/database.ts'

/**
 * What must all be true before BATCH_DEMO erases anything (admissions.md 3.5): the configuration says demonstration; this
 * database carries the marker that only the installer of a demonstration writes, with its name; it is not a production one.
 */
export interface DemoFacts {
  readonly demo: boolean
  /** The database that the marker names; null: there is none. */
  readonly marked: string | null
  readonly databaseName: string
  /** As the program reaches it; with its port, where there is one. */
  readonly hosts: readonly string[]
  /** Hosts, names of databases, or `host/name`. */
  readonly production: readonly string[]
}

/** Pure: the locks that are closed, in French; none: it may erase. */
export function closedLocks({ demo, marked, databaseName, hosts, production }: DemoFacts): string[] {
  const closed: string[] = []
  if (!demo)
    closed.push('la configuration ne dit pas que cette installation est une démonstration (NOCTURNE_DEMO)')
  if (marked === null)
    closed.push('cette base ne porte pas la marque d’une démonstration (admissions.demo_marker)')
  else if (marked !== databaseName)
    closed.push(`la marque de démonstration est celle de la base ${marked}, pas de ${databaseName}`)
  const names = [databaseName, ...hosts, ...hosts.map((host) => `${host}/${databaseName}`)].map(plain)
  const listed = production.map(plain).find((one) => names.includes(one))
  if (listed !== undefined)
    closed.push(`${listed} est dans la liste des bases de production (NOCTURNE_PRODUCTION_DATABASES)`)
  return closed
}

function plain(name: string): string {
  return name.trim().toLowerCase()
}

export async function readDemoFacts(
  client: Queryable,
  databaseUrl: string,
  connections: Connections | undefined,
): Promise<DemoFacts> {
  const { rows } = await client.query<{
    name: string
    marked: string | null
    address: string | null
    port: string
  }>(
    `select current_database() as name, host(inet_server_addr()) as address, current_setting('port') as port,
            (select database_name from admissions.demo_marker) as marked`,
  )
  const { name, marked, address, port } = rows[0]!
  const { hostname, port: asked } = new URL(databaseUrl)
  const reached = [hostname, ...(address === null ? [] : [address])].filter((one) => one !== '')
  return {
    demo: connections?.demo ?? false,
    marked,
    databaseName: name,
    // Also under the port that the address leaves out: a list may write it.
    hosts: [
      ...new Set(reached.flatMap((one) => [one, `${one}:${asked === '' ? 5432 : asked}`, `${one}:${port}`])),
    ],
    production: connections?.productionDatabases ?? [],
  }
}

/** For the installer of a demonstration alone, on a database that it has just filled by itself. */
export async function markDemo(client: Queryable, now: Temporal.Instant): Promise<void> {
  await client.query(
    `insert into admissions.demo_marker (database_name, installed_at) values (current_database(), $1)
     on conflict (only_row) do update set database_name = excluded.database_name`,
    [now.toString()],
  )
}
