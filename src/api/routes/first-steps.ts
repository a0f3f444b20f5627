import type { ApiServer } from '../api-server.ts'
import { readFirstSteps } from '../first-steps.ts'
import { firstSteps } from '../schemas/system.ts'
import type { ApiServices } from '../services.ts'

/** What a new installation still lacks. */
export function addFirstSteps(server: ApiServer, { installation }: ApiServices): void {
  server.get(
    '/api/first-steps',
    {
      config: { access: { who: 'administrator', of: 'installation' } },
      schema: {
        tags: ['system'],
        summary: 'What a new installation still lacks, in order',
        response: { 200: firstSteps },
      },
    },
    async () => {
      const steps = await readFirstSteps(installation)
      return { done: steps.every((step) => step.done), steps }
    },
  )
}
