import { z } from 'zod'
import {
  closeFollowUp,
  editFollowUp,
  reopenFollowUp,
  unknownFollowUp,
} from '../../health/follow-ups/change-follow-up.ts'
import { civilDate } from '../../health/follow-ups/civil-time.ts'
import { feedFollowUps, type GivenFollowUp } from '../../health/follow-ups/feed-follow-ups.ts'
import { usualReminderDays } from '../../health/follow-ups/parameters.ts'
import { readFollowUp, readFollowUps, readSummary } from '../../health/follow-ups/read-follow-ups.ts'
import { forgetReturnedMail, noteReturnedMail } from '../../health/follow-ups/returned-mail.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import { feedAnswer, takenRecord } from '../answers/feed-answer.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { noteLook } from '../note-look.ts'
import { problem } from '../problem.ts'
import { noContent, pathId } from '../schemas/common.ts'
import { feedAnswer as feedAnswerSchema, referencePath } from '../schemas/health-feeding.ts'
import {
  followUpClosing,
  followUpContent,
  followUpDetail,
  followUpEdit,
  followUpFeed,
  followUpPage,
  followUpQuery,
  followUpReopening,
  followUpSummary,
} from '../schemas/health-follow-ups.ts'
import type { ApiServices } from '../services.ts'

const tags = ['follow-ups']
const params = z.object({ id: pathId })
/** Figures say nothing of anybody. */
const reads = { access: { who: 'reader', of: 'health' } } as const
/** To be known to the service, and why, is health data: follow-ups are for those who work with them. */
const works = { access: { who: 'operator', of: 'health' } } as const

/** Follow-ups: who is to be called back, why and when. */
export function addHealthFollowUps(server: ApiServer, services: ApiServices): void {
  const { installation } = services
  const { database, place } = installation
  async function present() {
    const now = await installation.now()
    return { now: now.toString(), today: civilDate(now, place.timeZone) }
  }
  async function detailOf(id: number) {
    const found = await readFollowUp(database.pool, id, (await present()).today)
    if (found === null) throw problem('NOT_FOUND', { detail: unknownFollowUp })
    return found
  }

  server.get(
    '/api/health/follow-ups/summary',
    {
      config: reads,
      schema: {
        tags,
        summary: 'How many are due, to be reminded, without address; what is planned',
        response: { 200: followUpSummary },
      },
    },
    async () => await readSummary(database.pool, (await present()).today, usualReminderDays),
  )

  server.get(
    '/api/health/follow-ups',
    {
      config: works,
      schema: {
        tags,
        summary: 'Follow-ups, the furthest due date first',
        querystring: followUpQuery,
        response: { 200: followUpPage },
      },
    },
    async (request) => {
      const { state, motive, dueFrom, dueTo, search, student, after, size } = request.query
      const { today } = await present()
      const filters = { state, motive, dueFrom, dueTo, student, searched: search !== undefined }
      await noteLook(services, request, 'follow-ups.listed', filters)
      return await answerEdit(
        readFollowUps(
          database.pool,
          {
            states: state === undefined || state.length === 0 ? null : state,
            motive: motive || null,
            dueFrom: dueFrom ?? null,
            dueTo: dueTo ?? null,
            search: search ?? null,
            studentId: student ?? null,
            after: after ?? null,
            size,
          },
          today,
        ),
      )
    },
  )

  server.post(
    '/api/health/follow-ups',
    {
      config: works,
      schema: {
        tags,
        summary: 'Creates follow-ups, or changes those of the same reference: at most 500, one outcome each',
        body: followUpFeed,
        response: { 200: feedAnswerSchema },
      },
    },
    async (request) => {
      const given = request.body.items.map((item) => ({ ...item, reference: item.reference ?? null }))
      const outcomes = await feedFollowUps(database, acting(request), given, await present())
      return feedAnswer(outcomes, request.language)
    },
  )

  server.put(
    '/api/health/follow-ups/by-reference/:reference',
    {
      config: works,
      schema: {
        tags,
        summary: 'Creates the follow-up of this reference, or changes it',
        params: referencePath,
        body: followUpContent,
        response: { 200: followUpDetail, 201: followUpDetail },
      },
    },
    async (request, reply) => {
      const given: GivenFollowUp = { ...request.body, reference: request.params.reference }
      const [fed] = await feedFollowUps(database, acting(request), [given], await present())
      const { outcome, id } = takenRecord(fed!)
      return reply.code(outcome === 'created' ? 201 : 200).send(await detailOf(id))
    },
  )

  server.get(
    '/api/health/follow-ups/:id',
    {
      config: works,
      schema: {
        tags,
        summary: 'One follow-up with its texts; reading them is written down',
        params,
        response: { 200: followUpDetail },
      },
    },
    async (request) => {
      const found = await detailOf(request.params.id)
      const { author, address } = acting(request)
      await recordAudit(database.pool, {
        actor: author,
        action: 'follow-up.read',
        subject: `follow-up:${found.id}`,
        application: 'health',
        address,
      })
      return found
    },
  )

  server.patch(
    '/api/health/follow-ups/:id',
    {
      config: works,
      schema: {
        tags,
        summary: 'Changes a follow-up',
        params,
        body: followUpEdit,
        response: { 200: followUpDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      const { version, ...edit } = request.body
      await answerEdit(editFollowUp(database, acting(request), { id, version, edit }, await present()))
      // An edit that changes nothing answers with the texts all the same.
      await noteLook(services, request, 'follow-up.read', { followUp: id })
      return await detailOf(id)
    },
  )

  server.post(
    '/api/health/follow-ups/:id/closing',
    {
      config: works,
      schema: {
        tags,
        summary: 'Closes a follow-up, saying why: nothing more is printed',
        params,
        body: followUpClosing,
        response: { 200: followUpDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      await answerEdit(closeFollowUp(database, acting(request), { id, ...request.body }, await present()))
      return await detailOf(id)
    },
  )

  server.post(
    '/api/health/follow-ups/:id/reopening',
    {
      config: works,
      schema: {
        tags,
        summary: 'Takes a closing back',
        params,
        body: followUpReopening,
        response: { 200: followUpDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      await answerEdit(reopenFollowUp(database, acting(request), { id, ...request.body }, await present()))
      return await detailOf(id)
    },
  )

  server.put(
    '/api/health/students/:id/returned-mail',
    {
      config: works,
      schema: {
        tags,
        summary: 'Notes that the post came back from the student’s present address (NPAI)',
        params,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const { now } = await present()
      await answerEdit(noteReturnedMail(database, acting(request), request.params.id, now))
      return reply.code(204).send()
    },
  )

  server.delete(
    '/api/health/students/:id/returned-mail',
    {
      config: works,
      schema: { tags, summary: 'Takes that note back', params, response: { 204: noContent } },
    },
    async (request, reply) => {
      const { now } = await present()
      await forgetReturnedMail(database, acting(request), request.params.id, now)
      return reply.code(204).send()
    },
  )
}
