import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mergeRecords } from '../../health/duplicates/merge/merge-records.ts'
import { readMovingRows } from '../../health/duplicates/merge/moving-rows.ts'
import { previewMerge } from '../../health/duplicates/merge/preview-merge.ts'
import { readMerge, readMerges } from '../../health/duplicates/merge/read-merges.ts'
import { undoMerge, undoVerdict } from '../../health/duplicates/merge/undo-merge.ts'
import { noEncryptionKey } from '../../health/duplicates/refusal.ts'
import { decidePair } from '../../health/duplicates/review/decide-pair.ts'
import { readGroup } from '../../health/duplicates/review/read-group.ts'
import { countPairs, readGroups } from '../../health/duplicates/review/read-groups.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import {
  answerDuplicates,
  groupAnswer,
  mergeAnswer,
  pairAnswer,
  previewAnswer,
  reviewAnswer,
} from '../answers/duplicate-answers.ts'
import type { ApiServer } from '../api-server.ts'
import { noteLook } from '../note-look.ts'
import { noContent, pathId } from '../schemas/common.ts'
import {
  duplicateGroupPage,
  duplicateGroupsQuery,
  duplicatePair,
  mergeDetail,
  mergeMade,
  mergePage,
  mergePageQuery,
  mergePreview,
  mergeRequest,
  newMerge,
  pairDecision,
  reviewedGroup,
} from '../schemas/health-duplicates.ts'
import type { ApiServices } from '../services.ts'

const tags = ['duplicates']
const params = z.object({ id: pathId })
/** Identities side by side are no business of whoever only reads figures. */
const reviews = { access: { who: 'operator', of: 'health' } } as const
const merges = { access: { who: 'operator', of: 'health', right: 'medical' } } as const

/** Gestion des doublons: groups under review, decisions, merges and their journal. There is no bulk merge. */
export function addHealthDuplicates(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, place } = installation
  const around = () => ({
    database,
    encryption: place.encryption ?? null,
    now: engine.clock.now().toString(),
  })
  const editor = (request: FastifyRequest) => {
    const { author, address } = acting(request)
    return { author, address }
  }

  server.get(
    '/api/health/duplicates',
    {
      config: reviews,
      schema: {
        tags,
        summary: 'Groups of records that may be one person, best score first',
        querystring: duplicateGroupsQuery,
        response: { 200: duplicateGroupPage },
      },
    },
    async (request) => {
      const { state, tier, after, size } = request.query
      await noteLook(services, request, 'duplicates.listed', { state, tier })
      const [score, id] = (after ?? '').split('.').map(Number)
      const cursor = after === undefined ? null : { score: score!, id: id! }
      const { items, next } = await readGroups(database.pool, {
        state,
        tier: tier ?? null,
        after: cursor,
        size,
      })
      return {
        items: items.map(groupAnswer),
        next: next === null ? null : `${next.score}.${next.id}`,
        counts: await countPairs(database.pool),
      }
    },
  )

  server.get(
    '/api/health/duplicates/:id',
    {
      config: reviews,
      schema: {
        tags,
        summary: 'The group of a pair, its records side by side. Written down in the audit trail',
        params,
        response: { 200: reviewedGroup },
      },
    },
    async (request) => {
      const group = await answerDuplicates(readGroup(database.pool, request.params.id, place.timeZone))
      const { author, address } = acting(request)
      await recordAudit(database.pool, {
        actor: author,
        action: 'duplicate.viewed',
        subject: `duplicate-pair:${group.pair.id}`,
        application: 'health',
        address,
        detail: { records: group.records.map(({ id }) => id) },
      })
      return reviewAnswer(group)
    },
  )

  server.post(
    '/api/health/duplicates/:id/decision',
    {
      config: reviews,
      schema: {
        tags,
        summary: 'Ignores a pair, puts it off, or has it reviewed again',
        params,
        body: pairDecision,
        response: { 200: duplicatePair },
      },
    },
    async (request) => {
      const { version, ...decision } = request.body
      const now = engine.clock.now().toString()
      return pairAnswer(
        await answerDuplicates(
          decidePair(database, editor(request), request.params.id, decision, { version, now }),
        ),
      )
    },
  )

  server.post(
    '/api/health/merge-previews',
    {
      config: merges,
      schema: {
        tags,
        summary: 'What merging two records would do; changes nothing. Written down in the audit trail',
        body: mergeRequest,
        response: { 200: mergePreview },
      },
    },
    async (request) => {
      const { body } = request
      await noteLook(services, request, 'merge.previewed', { records: [body.keptId, body.absorbedId] })
      const preview = await answerDuplicates(previewMerge(database.pool, body))
      const rows = await readMovingRows(database.pool, body.absorbedId, place.timeZone)
      // Told before somebody has chosen every value.
      const missing = around().encryption === null ? [noEncryptionKey().text] : []
      return previewAnswer({ ...preview, refusals: [...missing, ...preview.refusals] }, rows)
    },
  )

  server.post(
    '/api/health/merges',
    {
      config: merges,
      schema: {
        tags,
        summary: 'Merges one record into another; can be undone for 30 days',
        body: newMerge,
        response: { 201: mergeMade },
      },
    },
    async (request, reply) => {
      const { samePerson: _said, ...wanted } = request.body
      const made = await answerDuplicates(mergeRecords(around(), editor(request), wanted))
      return reply.code(201).send(made)
    },
  )

  server.get(
    '/api/health/merges',
    {
      config: reviews,
      schema: {
        tags,
        summary: 'The journal of merges, newest first',
        querystring: mergePageQuery,
        response: { 200: mergePage },
      },
    },
    async (request) => {
      const { before, size } = request.query
      await noteLook(services, request, 'merges.listed', {})
      const { items, next } = await readMerges(database.pool, { before: before ?? null, size })
      return { items: items.map((entry) => mergeAnswer(entry, around().now)), next }
    },
  )

  server.get(
    '/api/health/merges/:id',
    {
      config: reviews,
      schema: {
        tags,
        summary: 'A merge, and what stands in the way of undoing it',
        params,
        response: { 200: mergeDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      const entry = await answerDuplicates(readMerge(database.pool, id))
      await noteLook(services, request, 'merge.viewed', { merge: id })
      const { reasons } = await answerDuplicates(undoVerdict(database.pool, around(), id))
      return { ...mergeAnswer(entry, around().now), obstacles: [...reasons] }
    },
  )

  server.post(
    '/api/health/merges/:id/undo',
    {
      config: merges,
      schema: {
        tags,
        summary: 'Takes a merge back: both records and every row as they were',
        params,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      await answerDuplicates(undoMerge(around(), editor(request), request.params.id))
      return reply.code(204).send()
    },
  )
}
