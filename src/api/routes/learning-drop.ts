import { dropAnswer } from '../answers/drop-answer.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { requestLaunch } from '../request-launch.ts'
import { dropState } from '../schemas/learning.ts'
import { requestedRun } from '../schemas/runs.ts'
import type { ApiServices } from '../services.ts'

const tags = ['learning']

/** « Répertoire de dépôt » : where other systems leave their files. */
export function addLearningDrop(server: ApiServer, services: ApiServices): void {
  server.get(
    '/api/learning/drop',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: {
        tags,
        summary: 'What lies in the drop directory and why, its locks, and the last pulls',
        response: { 200: dropState },
      },
    },
    (request) => dropAnswer(services, visitorOf(request)),
  )

  server.post(
    '/api/learning/drop/pull',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: { tags, summary: 'Pulls it now', response: { 202: requestedRun } },
    },
    async (request, reply) => {
      const launch = { code: 'PULL_SYNC', parameters: undefined, confirmation: undefined }
      return reply.code(202).send(await requestLaunch(services.engine, request, launch))
    },
  )
}
