import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import {
  type ActOutcome,
  closeConsultation,
  feedConsultation,
  NoEncryptionKeyError,
  noteActivity,
  OtherStudentError,
} from '../../health/consultations/feed-consultation.ts'
import { listConsultations, readConsultation } from '../../health/consultations/read-consultations.ts'
import { countUntold, noteTold } from '../../health/consultations/tell-practitioner.ts'
import { findStudents } from '../../health/students/find-student.ts'
import { acting } from '../acting.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { problem } from '../problem.ts'
import { pathId } from '../schemas/common.ts'
import {
  consultation,
  consultationAct,
  consultationPage,
  consultationQuery,
  fedConsultation,
  fedConsultationAnswer,
  readConsultation as readSchema,
  untoldConsultations,
} from '../schemas/health-consultations.ts'
import { referencePath } from '../schemas/health-feeding.ts'
import type { ApiServices } from '../services.ts'
import { foundId } from '../student-problem.ts'

const tags = ['consultations']
const reads = { access: { who: 'reader', of: 'health' } } as const
const feeds = { access: { who: 'operator', of: 'health' } } as const
const readsContent = { access: { who: 'reader', of: 'health', right: 'medical' } } as const

/** Clocks of two systems differ a little. */
const toleratedMinutes = 10

/** Consultations: fed by the record system, listed without what they say, read by the medical right alone. */
export function addHealthConsultations(server: ApiServer, { installation, engine }: ApiServices): void {
  const { database } = installation
  const encryption = installation.place.encryption ?? null

  /** One in the future would never count as forgotten. */
  function past(path: string, at: string): Temporal.Instant
  function past(path: string, at: string | undefined): Temporal.Instant | undefined
  function past(path: string, at: string | undefined): Temporal.Instant | undefined {
    if (at === undefined) return undefined
    const instant = Temporal.Instant.from(at)
    if (Temporal.Instant.compare(instant, engine.clock.now().add({ minutes: toleratedMinutes })) > 0)
      throw invalid(path, words.inTheFuture)
    return instant
  }

  server.get(
    '/api/health/consultations',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Consultations without what they say, the newest first',
        querystring: consultationQuery,
        response: { 200: consultationPage },
      },
    },
    async ({ query: { state, practitioner, before, size } }) =>
      await listConsultations(database.pool, {
        state: state ?? null,
        practitioner: practitioner || null,
        before: before ?? null,
        size,
      }),
  )

  server.get(
    '/api/health/consultations/:id',
    {
      config: readsContent,
      schema: {
        tags,
        summary: 'A consultation with what it says (right « medical »; each reading is written down)',
        params: z.object({ id: pathId }),
        response: { 200: readSchema },
      },
    },
    async (request) => {
      const outcome = await readConsultation(database, encryption, acting(request), request.params.id)
      if (outcome.ok) return outcome.consultation
      if (outcome.reason === 'unknown') throw problem('NOT_FOUND', { detail: words.unknown })
      throw problem('NO_ENCRYPTION_KEY', { detail: words.noKeyToRead })
    },
  )

  server.put(
    '/api/health/consultations/by-reference/:reference',
    {
      config: feeds,
      schema: {
        tags,
        summary: 'Opens a consultation, or changes what differs of it',
        params: referencePath,
        body: fedConsultation,
        response: { 200: fedConsultationAnswer },
      },
    },
    async (request) => {
      const { student, practitioner, openedAt, lastActivityAt, closedAt, content } = request.body
      const opened = past('openedAt', openedAt)
      const last = past('lastActivityAt', lastActivityAt)
      const closed = past('closedAt', closedAt ?? undefined)
      for (const [path, at] of [['lastActivityAt', last] as const, ['closedAt', closed] as const])
        if (at !== undefined && Temporal.Instant.compare(at, opened) < 0)
          throw invalid(path, words.beforeOpening)
      const [found] = await findStudents(database.pool, [student])
      const studentId = foundId(found!)
      const feeding = { database, encryption, editor: acting(request), now: engine.clock.now() }
      try {
        return await feedConsultation(feeding, request.params.reference, {
          studentId,
          practitioner,
          openedAt: opened,
          lastActivityAt: last,
          closedAt: closed,
          content,
        })
      } catch (error) {
        if (error instanceof NoEncryptionKeyError)
          throw problem('NO_ENCRYPTION_KEY', { detail: words.noKeyToWrite })
        if (error instanceof OtherStudentError) throw invalid('student', words.otherStudent)
        throw error
      }
    },
  )

  server.post(
    '/api/health/consultations/by-reference/:reference/activity',
    {
      config: feeds,
      schema: {
        tags,
        summary: 'Somebody is at it: FER_CON leaves it open for a while',
        params: referencePath,
        body: consultationAct,
        response: { 200: consultation },
      },
    },
    async (request) => {
      const now = engine.clock.now()
      const at = past('at', request.body.at) ?? now
      return answered(await noteActivity({ database, now }, request.params.reference, at))
    },
  )

  server.post(
    '/api/health/consultations/by-reference/:reference/closure',
    {
      config: feeds,
      schema: {
        tags,
        summary: 'The practitioner closes it, or validates one that FER_CON closed',
        params: referencePath,
        body: consultationAct,
        response: { 200: consultation },
      },
    },
    async (request) => {
      const now = engine.clock.now()
      const at = past('at', request.body.at) ?? now
      const editor = acting(request)
      return answered(await closeConsultation({ database, editor, now }, request.params.reference, at))
    },
  )

  server.get(
    '/api/health/consultations/closed-automatically',
    {
      config: reads,
      schema: {
        tags,
        summary: 'How many of your consultations FER_CON closed without your having been told',
        response: { 200: untoldConsultations },
      },
    },
    async (request) => ({ count: await countUntold(database.pool, visitorOf(request).login) }),
  )

  server.post(
    '/api/health/consultations/closed-automatically/reading',
    {
      config: reads,
      schema: {
        tags,
        summary: 'You have been told of your consultations that FER_CON closed',
        response: { 200: untoldConsultations },
      },
    },
    async (request) => ({
      count: await noteTold(database, acting(request), visitorOf(request).login, engine.clock.now()),
    }),
  )
}

function answered(outcome: ActOutcome) {
  if (outcome.ok) return outcome.consultation
  switch (outcome.reason) {
    case 'unknown':
      throw problem('NOT_FOUND', { detail: words.unknown })
    case 'closed':
      throw problem('REQUEST_REFUSED', { detail: words.closed })
    case 'before-opening':
      throw invalid('at', words.beforeOpening)
  }
}

function invalid(path: string, message: { readonly fr: string; readonly en: string }) {
  return problem('INVALID_FIELDS', { detail: message, errors: [{ path, message }] })
}

const words = {
  unknown: { fr: 'Aucune consultation de ce nom', en: 'No such consultation' },
  closed: {
    fr: 'Cette consultation est fermée : ouvrez-en une autre',
    en: 'This consultation is closed: open another one',
  },
  beforeOpening: {
    fr: "Avant l'ouverture de la consultation",
    en: 'Before the consultation was opened',
  },
  inTheFuture: {
    fr: 'Dans le futur : vérifiez l’horloge et le fuseau du système qui envoie',
    en: 'In the future: check the clock and the time zone of the sending system',
  },
  otherStudent: {
    fr: 'Cette référence est celle d’une consultation d’un autre étudiant',
    en: 'This reference belongs to the consultation of another student',
  },
  noKeyToWrite: {
    fr: 'Le contenu se garde chiffré, et aucune clé n’est configurée : faites définir NOCTURNE_ENCRYPTION_KEYS_FILE (docs/encryption.md), ou envoyez la consultation sans « content »',
    en: 'Content is kept encrypted, and no key is configured: have NOCTURNE_ENCRYPTION_KEYS_FILE set (docs/encryption.md), or send the consultation without "content"',
  },
  noKeyToRead: {
    fr: 'La clé qui a chiffré ce contenu n’est pas configurée : ./nocturne encryption status dit laquelle manque',
    en: 'The key that encrypted this content is not configured: ./nocturne encryption status tells which is missing',
  },
}
