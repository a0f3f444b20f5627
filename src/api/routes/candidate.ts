import type { FastifyRequest } from 'fastify'
import { endCandidateSession } from '../../admissions/candidates/candidate-session.ts'
import { candidateActor, noteCandidateAct } from '../../admissions/candidates/note-candidate-act.ts'
import { readOwnDossier } from '../../admissions/candidates/own-applications.ts'
import { signInCandidate } from '../../admissions/candidates/sign-in-candidate.ts'
import { acceptValidation, findValidation } from '../../admissions/candidates/validation-link.ts'
import { minimumLength } from '../../platform/accounts/password-rules.ts'
import { establishmentName } from '../../platform/accounts/settings.ts'
import { transaction } from '../../platform/database.ts'
import { answeredApplication } from '../answers/application-answer.ts'
import { type ApiServer, candidateOf } from '../api-server.ts'
import {
  candidateCookieName,
  clearCandidateCookie,
  giveCandidateCookie,
} from '../candidate-session-cookie.ts'
import { problem } from '../problem.ts'
import { guessingRate, signInElsewhereRate } from '../rate-limits.ts'
import {
  acceptedValidation,
  applicationAnswer,
  applicationParams,
  type CandidateDossier,
  candidateCredentials,
  candidateDossier,
  candidateValidation,
  validationParams,
} from '../schemas/admissions-candidates.ts'
import { noContent } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'

const tags = ['candidate']
/** Open to anyone, closed with the maintenance of admissions. */
const outside = { who: 'anyone', of: 'admissions' } as const
const inside = { who: 'candidate' } as const

/**
 * The candidates' space: a surface of its own, with its own sessions. In maintenance every route but signing out answers 503 with
 * Retry-After; what has begun comes to its end, so nothing is half saved.
 */
export function addCandidate(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings, place } = installation

  async function ownDossier(candidate: { accountId: number; csrfToken: string }): Promise<CandidateDossier> {
    const { timeZone } = place
    const dossier = await readOwnDossier(database.pool, candidate.accountId, {
      now: engine.clock.now(),
      timeZone,
    })
    // Destroyed in this very moment.
    if (dossier === null) throw problem('NOT_SIGNED_IN')
    return { ...dossier, timeZone, csrfToken: candidate.csrfToken }
  }

  /** What session this browser had before: its cookie is replaced, and somebody else may have put it there. */
  async function endFormer(request: FastifyRequest): Promise<void> {
    const former = request.cookies[candidateCookieName(services, request)]
    if (former !== undefined) await endCandidateSession(database.pool, former)
  }

  server.post(
    '/api/candidate/session',
    {
      config: { access: outside, csrf: 'origin', rateLimit: signInElsewhereRate },
      schema: {
        tags,
        summary: 'Sign in as a candidate, by dossier number and password',
        body: candidateCredentials,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const outcome = await signInCandidate(database, {
        ...request.body,
        address: request.ip,
        now: engine.clock.now(),
      })
      if (!outcome.ok) {
        if (outcome.reason === 'wrong') throw problem('WRONG_CREDENTIALS', { detail: wrongWords })
        reply.header('retry-after', outcome.seconds)
        throw problem('TOO_MANY_REQUESTS', {
          detail: {
            fr: `Trop d'essais manqués : patientez ${outcome.seconds} s`,
            en: `Too many failed attempts: wait ${outcome.seconds} s`,
          },
          more: { retryAfterSeconds: outcome.seconds },
        })
      }
      await endFormer(request)
      giveCandidateCookie(services, request, reply, outcome.session.cookieValue)
      return reply.code(204).send()
    },
  )

  server.delete(
    '/api/candidate/session',
    {
      // Also in maintenance.
      config: { access: { who: 'anyone' }, csrf: 'origin' },
      schema: { tags, summary: 'Sign out of the candidates’ space', response: { 204: noContent } },
    },
    async (request, reply) => {
      const cookie = request.cookies[candidateCookieName(services, request)]
      if (cookie !== undefined)
        await transaction(database.pool, async (client) => {
          const accountId = await endCandidateSession(client, cookie)
          if (accountId !== null)
            await noteCandidateAct(client, {
              action: 'candidate-account.signed-out',
              accountId,
              address: request.ip,
            })
        })
      clearCandidateCookie(services, request, reply)
      return reply.code(204).send()
    },
  )

  server.get(
    '/api/candidate/dossier',
    {
      config: { access: inside },
      schema: {
        tags,
        summary: 'One’s own dossier: applications, decisions, deadlines',
        response: { 200: candidateDossier },
      },
    },
    async (request) => await ownDossier(candidateOf(request)),
  )

  server.post(
    '/api/candidate/applications/:id/answer',
    {
      config: { access: inside },
      schema: {
        tags,
        summary: 'Confirm one’s place, or give it up',
        params: applicationParams,
        body: applicationAnswer,
        response: { 200: candidateDossier },
      },
    },
    async (request) => {
      const candidate = candidateOf(request)
      const { accountId, dossierNo } = candidate
      const { accepted, version } = request.body
      await answeredApplication(
        services,
        {
          applicationId: request.params.id,
          accountId,
          accepted,
          by: dossierNo,
          author: 'candidate',
          ...(version === undefined ? {} : { version }),
        },
        { author: candidateActor(accountId), address: request.ip },
      )
      return await ownDossier(candidate)
    },
  )

  server.get(
    '/api/candidate/validations/:key',
    {
      config: { access: outside, rateLimit: guessingRate },
      schema: {
        tags,
        summary: 'Whose account a validation link validates; reading it does not use it up',
        params: validationParams,
        response: { 200: candidateValidation },
      },
    },
    async (request) => {
      const found = await findValidation(database.pool, request.params.key, engine.clock.now())
      if (found === null) throw problem('LINK_EXPIRED')
      const { dossierNo, firstName, campaign, validated, expiresAt } = found
      return {
        dossierNo,
        firstName,
        campaign,
        validated,
        expiresAt: expiresAt.toISOString(),
        passwordRules: { minimumLength },
      }
    },
  )

  server.post(
    '/api/candidate/validations/:key',
    {
      config: { access: outside, csrf: 'origin', rateLimit: guessingRate },
      schema: {
        tags,
        summary: 'Validate one’s account: choose its password, and be signed in',
        params: validationParams,
        body: acceptedValidation,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const outcome = await acceptValidation(database, request.params.key, {
        password: request.body.password,
        establishment: await settings.get(establishmentName),
        address: request.ip,
        now: engine.clock.now(),
      })
      if (!outcome.ok) {
        if (outcome.reason === 'expired') throw problem('LINK_EXPIRED')
        throw problem('INVALID_FIELDS', {
          errors: outcome.faults.map((message) => ({ path: 'password', message })),
        })
      }
      await endFormer(request)
      giveCandidateCookie(services, request, reply, outcome.session.cookieValue)
      return reply.code(204).send()
    },
  )
}

const wrongWords = {
  fr: 'Numéro de dossier ou mot de passe incorrect, compte pas encore validé, ou campagne terminée',
  en: 'Wrong dossier number or password, account not validated yet, or campaign over',
}
