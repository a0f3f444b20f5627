import { z } from 'zod'
import { shelves } from '../../exchange/file-area/shelf.ts'
import { learningFiles } from '../../learning/files/learning-files.ts'
import { readPlatformCounts } from '../../learning/overview/platform-counts.ts'
import { requestSync, type SyncRequested } from '../../learning/requests/request-sync.ts'
import { isSettingOfAllTools } from '../../learning/tools/tool-settings.ts'
import { acting } from '../acting.ts'
import { dropSummary } from '../answers/drop-answer.ts'
import { learningSettingAnswers, toolPageAnswer, toolSummaries } from '../answers/tool-answer.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { fieldProblem } from '../area-problem.ts'
import { operationOfTool } from '../operation-of-tool.ts'
import { type ProblemError, problem, refusalProblem } from '../problem.ts'
import { newSync, toolList, toolPage } from '../schemas/learning.ts'
import { requestedRun } from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'

const tags = ['learning']
const params = z.object({ tool: z.string().max(50) })

/** « Synthèse des outils » and the control page of each: what they are, what they would take, and their runs. */
export function addLearningTools(server: ApiServer, services: ApiServices): void {
  const { engine, installation } = services
  const { pool } = installation.database
  const area = learningFiles(installation.place)

  server.get(
    '/api/learning/tools',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: { tags, summary: 'The synthesis of the tools', response: { 200: toolList } },
    },
    async (request) => {
      const [items, counts, files, settings, drop] = await Promise.all([
        toolSummaries(services),
        readPlatformCounts(pool),
        Promise.all(shelves.map(async (shelf) => [shelf, await area.count(shelf)] as const)),
        learningSettingAnswers(services, visitorOf(request), isSettingOfAllTools),
        dropSummary(services),
      ])
      return { items, counts, shelves: Object.fromEntries(files), drop, settings }
    },
  )

  server.get(
    '/api/learning/tools/:tool',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: { tags, summary: 'One tool, with its settings', params, response: { 200: toolPage } },
    },
    (request) => toolPageAnswer(services, operationOfTool(request.params.tool), visitorOf(request)),
  )

  server.post(
    '/api/learning/tools/:tool/runs',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags,
        summary: 'Simulates or processes a stored file, or the files that a planned run would take',
        params,
        body: newSync,
        response: { 202: requestedRun },
      },
    },
    async (request, reply) => {
      const operation = operationOfTool(request.params.tool)
      const requested = await requestSync(
        { db: pool, area, requestRun: engine.requestRun },
        { ...request.body, ...acting(request), operation },
      )
      if (!requested.ok) throw syncProblem(requested)
      return reply.code(202).send({ runId: requested.runId })
    },
  )
}

function syncProblem({ refusal, activeRun }: Extract<SyncRequested, { ok: false }>): ProblemError {
  switch (refusal.code) {
    case 'INVALID_FIELDS':
      return fieldProblem(refusal.path, refusal.message)
    case 'FILE_GONE':
      return problem('FILE_GONE', { detail: refusal.message })
    default:
      return refusalProblem(refusal, activeRun === undefined ? {} : { runId: activeRun })
  }
}
