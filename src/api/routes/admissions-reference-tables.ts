import { z } from 'zod'
import { columnLabels } from '../../admissions/siscol/column-labels.ts'
import { csvTemplate } from '../../admissions/siscol/csv-template.ts'
import { configuredSource, openSource } from '../../admissions/siscol/open-source.ts'
import { readRows, shownColumns } from '../../admissions/siscol/read-rows.ts'
import { readTables, type SyncState, type TableState } from '../../admissions/siscol/read-tables.ts'
import { type ReferenceTable, referenceTable } from '../../admissions/siscol/tables.ts'
import { testSource } from '../../admissions/siscol/test-source.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { recordLook } from '../../platform/audit/record-look.ts'
import { acting } from '../acting.ts'
import { actorOf } from '../actor.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { attachment } from '../download.ts'
import { problem } from '../problem.ts'
import {
  type ReferenceSync,
  type ReferenceTableState,
  referenceRows,
  referenceRowsQuery,
  referenceTableList,
  sourceTest,
} from '../schemas/admissions-reference-tables.ts'
import type { ApiServices } from '../services.ts'
import { may } from '../visitor.ts'

const tags = ['reference-tables']
const reads = { access: { who: 'reader', of: 'admissions' } } as const
const acts = { access: { who: 'operator', of: 'admissions' } } as const
const base = '/api/admissions/reference-tables'
const params = z.object({ table: z.string().max(50) })

/** « Tables du SI Scolarité »: how each stands, its rows, and whether the source answers. */
export function addAdmissionsReferenceTables(server: ApiServer, { installation, engine }: ApiServices): void {
  const { database, settings, place } = installation
  const { connections } = place
  const kind = connections?.sisKind ?? 'D'

  server.get(
    base,
    {
      config: reads,
      schema: {
        tags,
        summary: 'The reference tables, what the last synchronisation made of each, and where they come from',
        response: { 200: referenceTableList },
      },
    },
    async () => {
      const { tables, version, versionSync } = await readTables(database.pool, kind)
      return {
        sisKind: kind,
        source: configuredSource(connections),
        version: version && { text: version.text, at: version.at.toISOString() },
        versionSync: syncAnswer(versionSync),
        tables: tables.map(stateAnswer),
      }
    },
  )

  server.get(
    `${base}/:table`,
    {
      config: reads,
      schema: {
        tags,
        summary: 'Rows of a table by their codes; those with logins for operators',
        params,
        querystring: referenceRowsQuery,
        response: { 200: referenceRows },
      },
    },
    async (request) => {
      const table = tableOf(request.params.table)
      if (table.personal && !may(visitorOf(request), 'operator', 'admissions')) throw problem('FORBIDDEN')
      const { q, service, after, size } = request.query
      const cursor = after === undefined ? null : cursorOf(after)
      if (table.personal)
        await recordLook(database.pool, {
          ...actorOf({ engine }, request),
          action: 'siscol.users-listed',
          application: 'admissions',
          detail: { searched: q !== '' },
        })
      const found = await readRows(database.pool, table, {
        kind,
        search: q,
        service,
        after: cursor,
        size: size + 1,
      })
      const items = found.slice(0, size)
      const { tables } = await readTables(database.pool, kind)
      return {
        table: stateAnswer(tables.find(({ code }) => code === table.code)!),
        columns: shownColumns(table).map(({ name }) => ({ name, label: columnLabels[name]! })),
        items: items.map(({ values, inService, changedAt }) => ({
          values: [...values],
          inService,
          changedAt: changedAt.toISOString(),
        })),
        next: found.length > size ? JSON.stringify(items.at(-1)!.key) : null,
      }
    },
  )

  server.get(
    `${base}/:table/template`,
    {
      config: reads,
      schema: {
        tags,
        summary: 'A CSV file to start from, for a source that is a folder',
        params,
        response: { 200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const table = tableOf(request.params.table)
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', attachment(`${table.code}.csv`))
        .header('x-content-type-options', 'nosniff')
        .send(csvTemplate(table))
    },
  )

  server.post(
    `${base}/connection-tests`,
    {
      config: acts,
      schema: {
        tags,
        summary: 'Opens the source and asks it for its version',
        response: { 200: sourceTest },
      },
    },
    async (request) => {
      const opened = await openSource(connections, settings, engine.clock)
      if (opened === null) throw problem('NOT_READY', { detail: noSource })
      const result = await testSource(opened.source)
      const { author, address } = acting(request)
      await recordAudit(database.pool, {
        actor: author,
        action: 'siscol.tested',
        address,
        application: 'admissions',
        detail: { ok: result.ok },
      })
      return result
    },
  )
}

const noSource = {
  fr: 'Aucune source configurée : réglez NOCTURNE_SIS_KIND et NOCTURNE_SISCOL_URL (docs/siscol.md)',
  en: 'No source is configured: set NOCTURNE_SIS_KIND and NOCTURNE_SISCOL_URL (docs/siscol.md)',
}

function tableOf(code: string): ReferenceTable {
  const table = referenceTable(code)
  if (table === null) throw problem('NOT_FOUND')
  return table
}

/** What `next` was; anything else is a page that does not exist. */
function cursorOf(text: string): readonly string[] {
  try {
    return z.array(z.string()).max(3).parse(JSON.parse(text))
  } catch {
    throw problem('INVALID_REQUEST')
  }
}

function stateAnswer({ code, inService, outOfService, sync }: TableState): ReferenceTableState {
  const { label, personal } = referenceTable(code)!
  return { code, label, personal, inService, outOfService, sync: syncAnswer(sync) }
}

function syncAnswer(sync: SyncState | null): ReferenceSync | null {
  if (sync === null) return null
  return {
    ...sync,
    at: sync.at.toISOString(),
    mergedAt: sync.mergedAt?.toISOString() ?? null,
    rejects: sync.rejects.map((one) => ({ ...one })),
  }
}
