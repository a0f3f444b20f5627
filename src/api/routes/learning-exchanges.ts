import { z } from 'zod'
import { readJournalPage } from '../../exchange/command-file/read-journal.ts'
import {
  readSyncDetails,
  readSyncRecords,
  type SyncDetails,
} from '../../learning/exchanges/read-exchanges.ts'
import { learningFiles } from '../../learning/files/learning-files.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import { spaced } from '../answers/spaced.ts'
import { syncReportAnswer, syncSummaryAnswer } from '../answers/sync-answer.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { operationOfTool } from '../operation-of-tool.ts'
import { problem } from '../problem.ts'
import { pathId } from '../schemas/common.ts'
import { linesQuery, syncLines, syncPage, syncPageQuery, syncReport } from '../schemas/learning.ts'
import type { ApiServices } from '../services.ts'
import { searchTurns, turns } from '../turns.ts'

const tags = ['learning']
const params = z.object({ id: pathId })

/** Command files taken in: listed, told, line by line. Approving and discarding belong to runs. */
export function addLearningExchanges(server: ApiServer, { installation }: ApiServices): void {
  const { pool } = installation.database
  const area = learningFiles(installation.place)
  const reading = turns(searchTurns)

  async function found(id: number): Promise<SyncDetails> {
    const details = await readSyncDetails(pool, id)
    if (details === null) throw problem('UNKNOWN_EXCHANGE')
    return details
  }

  server.get(
    '/api/learning/exchanges',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: {
        tags,
        summary: 'Command files taken in, newest first; of one tool, or of one run',
        querystring: syncPageQuery,
        response: { 200: syncPage },
      },
    },
    async ({ query: { tool, run, before, size } }) => {
      const operation = tool === undefined ? undefined : operationOfTool(tool).code
      const records = await readSyncRecords(pool, { operation, runId: run, before, size })
      const items = records.slice(0, size).map(syncSummaryAnswer)
      return { items, next: records.length > size ? (items.at(-1)?.id ?? null) : null }
    },
  )

  server.get(
    '/api/learning/exchanges/:id',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: { tags, summary: 'The report of one command file', params, response: { 200: syncReport } },
    },
    async (request) => {
      const details = await found(request.params.id)
      return await syncReportAnswer(pool, area, details, visitorOf(request))
    },
  )

  server.get(
    '/api/learning/exchanges/:id/lines',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags,
        summary:
          'What became of its lines and what they changed, from its journal; a page may be short of `size`',
        params,
        querystring: linesQuery,
        response: { 200: syncLines },
      },
    },
    async (request) => {
      const { id } = request.params
      const { digest } = await found(id)
      const journal = digest.outputs?.journal ?? null
      const file = journal === null ? null : await area.open('journals', journal)
      if (file === null) throw problem('FILE_GONE', { detail: texts.noJournal })
      try {
        const { author, address } = acting(request)
        await recordAudit(pool, {
          actor: author,
          action: 'journal.read',
          subject: `exchange:${id}`,
          application: 'learning',
          address,
        })
        const page = await reading(() => readJournalPage(file.handle, file.bytes, request.query))
        return {
          items: page.entries.map(({ line, outcome, messages, changes }) => ({
            line,
            outcome,
            messages: messages.map(({ severity, code, column, fr, en }) => ({
              severity,
              code,
              column: column ?? null,
              text: spaced({ fr, en }),
            })),
            changes: [...changes],
          })),
          next: page.next,
        }
      } finally {
        await file.handle.close()
      }
    },
  )
}

const texts = {
  noJournal: {
    fr: 'Ce traitement n’a pas de journal, ou le journal a été supprimé',
    en: 'This processing has no journal, or the journal was deleted',
  },
}
