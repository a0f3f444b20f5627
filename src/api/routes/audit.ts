import { z } from 'zod'
import { auditCsv } from '../../platform/audit/audit-csv.ts'
import { recordReading } from '../../platform/audit/record-reading.ts'
import { type AuditFilters, searchAudit } from '../../platform/audit/search-audit.ts'
import { verifyAudit } from '../../platform/audit/verify-audit.ts'
import { actorOf } from '../actor.ts'
import type { ApiServer } from '../api-server.ts'
import { auditExportQuery, auditPage, auditQuery, auditVerification } from '../schemas/audit.ts'
import type { ApiServices } from '../services.ts'
import { searchTurns, turns } from '../turns.ts'

const tags = ['audit']
const access = { who: 'administrator', of: 'installation' } as const

/** The audit trail. Who reads it is written in it: once a search or an export, not for each of its pages. */
export function addAudit(server: ApiServer, services: ApiServices): void {
  const { pool } = services.installation.database
  const searching = turns(searchTurns)

  server.get(
    '/api/audit',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Entries of the audit trail, newest first',
        querystring: auditQuery,
        response: { 200: auditPage },
      },
    },
    async (request) => {
      const { before, size, ...filters } = request.query
      if (before === undefined)
        await recordReading(pool, { ...actorOf(services, request), action: 'audit.searched', filters })
      return await searching(() => searchAudit(pool, filters as AuditFilters, { before, size }))
    },
  )

  server.get(
    '/api/audit.csv',
    {
      config: { access },
      schema: {
        tags,
        summary: 'The same as a CSV file, all of it',
        querystring: auditExportQuery,
        response: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const filters: AuditFilters = request.query
      await recordReading(pool, { ...actorOf(services, request), action: 'audit.exported', filters })
      return (
        reply
          .headers({
            'content-type': 'text/csv; charset=utf-8',
            'content-disposition': `attachment; filename="nocturne-audit-${new Date().toISOString().slice(0, 10)}.csv"`,
          })
          // Typed as the text that it is documented to be: a stream goes out as it is.
          .send(
            auditCsv(pool, filters, {
              locale: request.language,
              zone: services.installation.place.timeZone,
            }) as unknown as string,
          )
      )
    },
  )

  server.get(
    '/api/audit/verification',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Whether the trail is whole: every entry, in its place, as it was written',
        response: { 200: auditVerification },
      },
    },
    () => searching(() => verifyAudit(pool)),
  )
}
