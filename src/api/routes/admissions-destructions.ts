import { readArchivedCampaigns } from '../../admissions/destruction/due-campaigns.ts'
import { readReports } from '../../admissions/destruction/read-reports.ts'
import { retentionDays as retentionSetting } from '../../admissions/settings.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import { campaignPath } from '../schemas/admissions-campaigns.ts'
import { destructionList, destructionReport } from '../schemas/admissions-destructions.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions']
const reads = { access: { who: 'reader', of: 'admissions' } } as const

/** Destructions: the proofs of those that were, and when the next are due. Counts only: nobody is named here. */
export function addAdmissionsDestructions(server: ApiServer, { installation, engine }: ApiServices): void {
  const { database, settings } = installation

  server.get(
    '/api/admissions/destructions',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Reports of destructions, and the campaigns that are to be destroyed next',
        response: { 200: destructionList },
      },
    },
    async () => {
      const retentionDays = await settings.get(retentionSetting)
      const archived = await readArchivedCampaigns(database.pool, { retentionDays, now: engine.clock.now() })
      return {
        items: await readReports(database.pool),
        next: archived.map(({ id, code, archivedAt, dueAt, isDue }) => ({
          id,
          code,
          archivedAt,
          dueAt,
          isDue,
        })),
        retentionDays,
      }
    },
  )

  server.get(
    '/api/admissions/destructions/:id',
    {
      config: reads,
      schema: {
        tags,
        summary: 'The report of a destruction: counts, runs, what is left and why',
        params: campaignPath,
        response: { 200: destructionReport },
      },
    },
    async (request) => {
      const [report] = await readReports(database.pool, request.params.id)
      if (report === undefined) throw problem('NOT_FOUND')
      return report
    },
  )
}
