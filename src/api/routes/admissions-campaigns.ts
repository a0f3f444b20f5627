import { countUnpouredOpi } from '../../admissions/campaigns/activation.ts'
import { addCampaign, editCampaign, feedCampaign } from '../../admissions/campaigns/edit-campaign.ts'
import { type Campaign, countCampaign, readCampaigns } from '../../admissions/campaigns/read-campaigns.ts'
import { requestActivation, withdrawActivation } from '../../admissions/campaigns/request-activation.ts'
import { readArchivedCampaigns } from '../../admissions/destruction/due-campaigns.ts'
import { retentionDays } from '../../admissions/settings.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { problem } from '../problem.ts'
import {
  activationRequest,
  activationWithdrawal,
  campaignCodePath,
  campaignDetail,
  campaignEdit,
  campaignList,
  campaignPath,
  campaign as campaignSchema,
  fedCampaign,
  fedCampaignAnswer,
  newCampaign,
} from '../schemas/admissions-campaigns.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions']
const reads = { access: { who: 'reader', of: 'admissions' } } as const
const sets = { access: { who: 'administrator', of: 'admissions' } } as const

/** Campagnes: what is open to candidates, what comes next and what is archived. Counts only: nobody is named here. */
export function addAdmissionsCampaigns(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, place, settings } = installation
  const ownKind = place.connections?.sisKind ?? 'D'

  async function one(id: number): Promise<Campaign> {
    const [campaign] = await readCampaigns(database.pool, id)
    if (campaign === undefined) throw problem('NOT_FOUND')
    return campaign
  }

  server.get(
    '/api/admissions/campaigns',
    {
      config: reads,
      schema: { tags, summary: 'Campaigns, the latest first', response: { 200: campaignList } },
    },
    async () => ({ items: await readCampaigns(database.pool), sisKind: ownKind }),
  )

  server.get(
    '/api/admissions/campaigns/:id',
    {
      config: reads,
      schema: {
        tags,
        summary: 'A campaign, with what hangs from it',
        params: campaignPath,
        response: { 200: campaignDetail },
      },
    },
    async (request) => {
      const campaign = await one(request.params.id)
      const archived =
        campaign.state === 'archived'
          ? await readArchivedCampaigns(database.pool, {
              retentionDays: await settings.get(retentionDays),
              now: engine.clock.now(),
            })
          : []
      return {
        ...campaign,
        counts: await countCampaign(database.pool, campaign.id),
        destructionDueAt: archived.find(({ id }) => id === campaign.id)?.dueAt ?? null,
        archivesUnpouredOpi:
          campaign.state === 'waiting' && campaign.archives !== null
            ? await countUnpouredOpi(database.pool, campaign.archives.id)
            : 0,
      }
    },
  )

  server.post(
    '/api/admissions/campaigns',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Adds a campaign to come',
        body: newCampaign,
        response: { 201: campaignSchema },
      },
    },
    async (request, reply) => {
      const { sisKind = ownKind, candidateEndOn = null, ...values } = request.body
      const id = await answerEdit(
        addCampaign(database, acting(request), { ...values, sisKind, candidateEndOn }),
      )
      return reply.code(201).send(await one(id))
    },
  )

  server.patch(
    '/api/admissions/campaigns/:id',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Changes what is given of a campaign that is not archived',
        params: campaignPath,
        body: campaignEdit,
        response: { 200: campaignSchema },
      },
    },
    async (request) => {
      const { id } = request.params
      const { version, ...edit } = request.body
      const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
      await answerEdit(editCampaign(database, acting(request), id, version, given))
      return await one(id)
    },
  )

  server.put(
    '/api/admissions/campaigns/by-code/:sisKind/:code',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Makes the campaign of this code be what is given',
        params: campaignCodePath,
        body: fedCampaign,
        response: { 200: fedCampaignAnswer },
      },
    },
    async (request) => {
      const fed = await answerEdit(
        feedCampaign(database, acting(request), { ...request.params, ...request.body }),
      )
      return { outcome: fed.outcome, campaign: await one(fed.id) }
    },
  )

  server.put(
    '/api/admissions/campaigns/:id/activation',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Asks for a campaign to be put in service at an instant, archiving another',
        params: campaignPath,
        body: activationRequest,
        response: { 200: campaignSchema },
      },
    },
    async (request) => {
      const { id } = request.params
      await answerEdit(requestActivation(database, acting(request), { id, ...request.body }))
      return await one(id)
    },
  )

  server.delete(
    '/api/admissions/campaigns/:id/activation',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Withdraws that request',
        params: campaignPath,
        querystring: activationWithdrawal,
        response: { 200: campaignSchema },
      },
    },
    async (request) => {
      const { id } = request.params
      await answerEdit(withdrawActivation(database, acting(request), { id, version: request.query.version }))
      return await one(id)
    },
  )
}
