import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { feedApplications } from '../../admissions/feeding/applications.ts'
import { feedAttachments } from '../../admissions/feeding/attachments.ts'
import { feedDecisions } from '../../admissions/feeding/decisions.ts'
import { type FedThing, type Feeder, feed, feedContext } from '../../admissions/feeding/feed.ts'
import type { FeedOutcome } from '../../admissions/feeding/feed-outcome.ts'
import {
  feedAttachmentModels,
  feedCentres,
  feedCommissions,
  feedDecisionTypes,
  feedFormations,
} from '../../admissions/feeding/offer.ts'
import { feedPeople } from '../../admissions/feeding/people.ts'
import type { Locale } from '../../platform/text.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import {
  admissionsFeedAnswer,
  applicationFeed,
  attachmentFeed,
  attachmentModelFeed,
  centreFeed,
  commissionFeed,
  decisionFeed,
  decisionTypeFeed,
  formationFeed,
  personFeed,
} from '../schemas/admissions-feeding.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions-feeding']
/** The offer decides what becomes of candidates: for administrators. */
const sets = { access: { who: 'administrator', of: 'admissions' } } as const
const acts = { access: { who: 'operator', of: 'admissions' } } as const

/** What other systems feed the office with: at most 500 records at a time, each taken or rejected by itself. */
export function addAdmissionsFeeding(server: ApiServer, services: ApiServices): void {
  function add<R>(
    path: string,
    config: typeof sets | typeof acts,
    what: FedThing,
    body: z.ZodType<{ items: R[] }>,
    feeder: Feeder<R>,
  ): void {
    server.post(
      path,
      {
        config,
        schema: {
          tags,
          summary: `Makes ${what} be what is given, by their natural keys: each with its outcome`,
          body,
          response: { 200: admissionsFeedAnswer },
        },
      },
      async (request) => {
        const outcomes = await feedFrom(services, request, what, feeder, request.body.items as R[])
        return feedAnswerOf(outcomes, request.language)
      },
    )
  }

  add('/api/admissions/centres', sets, 'centres', centreFeed, feedCentres)
  add('/api/admissions/commissions', sets, 'commissions', commissionFeed, feedCommissions)
  add('/api/admissions/decision-types', sets, 'decision-types', decisionTypeFeed, feedDecisionTypes)
  add(
    '/api/admissions/attachment-models',
    sets,
    'attachment-models',
    attachmentModelFeed,
    feedAttachmentModels,
  )
  add('/api/admissions/formations', sets, 'formations', formationFeed, feedFormations)
  add('/api/admissions/dossiers', acts, 'people', personFeed, feedPeople)
  add('/api/admissions/applications', acts, 'applications', applicationFeed, feedApplications)
  add('/api/admissions/decisions', acts, 'decisions', decisionFeed, feedDecisions)
  add('/api/admissions/attachments', acts, 'attachments', attachmentFeed, feedAttachments)
}

/** Feeds what a request brings, as whoever makes it. */
export async function feedFrom<R>(
  { installation, engine }: Pick<ApiServices, 'installation' | 'engine'>,
  request: FastifyRequest,
  what: FedThing,
  feeder: Feeder<R>,
  records: readonly R[],
): Promise<FeedOutcome[]> {
  const { database, settings, place } = installation
  const editor = acting(request)
  const by = { author: editor.author, runId: null, now: engine.clock.now() }
  return await feed(database, editor, what, feeder, records, await feedContext(settings, place, by))
}

/** One outcome each, in the order of the request. */
export function feedAnswerOf(outcomes: readonly FeedOutcome[], locale: Locale) {
  const count = (wanted: FeedOutcome['outcome']) => outcomes.filter((one) => one.outcome === wanted).length
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    items: outcomes.map((one) =>
      one.outcome === 'rejected'
        ? { outcome: one.outcome, id: null, key: null, path: one.path, message: one.message[locale] }
        : { outcome: one.outcome, id: one.id, key: one.key, path: null, message: null },
    ),
  }
}
