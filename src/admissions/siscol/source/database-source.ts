import {
  exportTimeoutMs,
  openRemoteDatabase,
  type RemoteDatabase,
  RemoteFailure,
} from '../../../platform/remote-database.ts'
import { type MappedTable, mapped, type SiscolMapping } from '../mapping.ts'
import type { ReferenceTable } from '../tables.ts'
import { type SiscolSource, type SourceRow, sourceFailure } from './siscol-source.ts'

/** Views of a PostgreSQL, MariaDB or MySQL database, one a table, read whole. A lost connection is opened anew once. */
export function databaseSource(
  url: string,
  kind: ReferenceTable['kinds'][number],
  mapping: SiscolMapping,
): SiscolSource {
  let database: RemoteDatabase | null = null
  const open = async () => {
    database ??= await openRemoteDatabase(url, { readTimeoutMs: exportTimeoutMs })
    return database
  }
  const close = async () => {
    const open = database
    database = null
    await open?.close()
  }
  const failed = async (error: unknown): Promise<Error> => {
    if (error instanceof RemoteFailure && (error.kind === 'broken' || error.kind === 'timeout')) await close()
    return sourceFailure(error)
  }

  async function* rows(from: MappedTable): AsyncGenerator<SourceRow> {
    const sql = selectOf(from)
    for (let attempt = 1; ; attempt++) {
      let any = false
      try {
        for await (const row of (await open()).stream<SourceRow>(sql)) {
          any = true
          yield row
        }
        return
      } catch (error) {
        const again = attempt === 1 && !any && error instanceof RemoteFailure && error.kind === 'broken'
        const failure = await failed(error)
        if (!again) throw failure
      }
    }
  }

  return {
    async read(table) {
      if (!table.kinds.includes(kind) && mapping[table.code] === undefined) return null
      const from = mapped(mapping, table, { view: table.view, theirs: ({ source }) => source })
      return from === null ? null : rows(from)
    },
    async version() {
      const given = mapping.version
      if (given === null || (kind !== 'A' && given === undefined)) return null
      const { view = 'version_apo', columns = {} } = given ?? {}
      const version = columns.version ?? 'cod_ver_apo'
      const created = columns.created ?? 'dat_cre'
      try {
        const [latest] = await (await open()).query<{ version: unknown }>(
          `select ${quoted(version)} as version from ${quotedPath(view)} order by ${quoted(created)} desc limit 1`,
        )
        return latest?.version === undefined || latest.version === null ? null : String(latest.version)
      } catch (error) {
        throw await failed(error)
      }
    },
    close,
  }
}

/** Names are quoted as they are given: case counts. */
function selectOf({ view, columns }: MappedTable): string {
  const list = [...columns].map(([ours, theirs]) => `${quoted(theirs)} as ${quoted(ours)}`)
  return `select ${list.join(', ')} from ${quotedPath(view)}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** `schema.view`, or a view alone. */
function quotedPath(name: string): string {
  return name.split('.').map(quoted).join('.')
}
