import { z } from 'zod'
import { makeValidationLink } from '../../admissions/candidates/validation-link.ts'
import { validationMail } from '../../admissions/candidates/validation-mail.ts'
import { secretHash } from '../../platform/accounts/secret.ts'
import { transaction } from '../../platform/database.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import { actorOf } from '../actor.ts'
import { answeredApplication } from '../answers/application-answer.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import { applicationAnswer, applicationParams, validationLink } from '../schemas/admissions-candidates.ts'
import type { ApiServices } from '../services.ts'
import { publicUrlOf } from '../session-cookie.ts'

const tags = ['admissions']
const access = { who: 'operator', of: 'admissions' } as const

const answered = z.object({ accepted: z.boolean(), changed: z.boolean() }).meta({ id: 'AnsweredApplication' })

/** What managers do in place of candidates: answer for them, send them a validation link. */
export function addAdmissionsAnswers(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, mail, place } = installation

  server.post(
    '/api/admissions/applications/:id/answer',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Confirm a place, or give it up, for a candidate',
        params: applicationParams,
        body: applicationAnswer,
        response: { 200: answered },
      },
    },
    async (request) => {
      const { author, address } = actorOf(services, request)
      const { accepted, version } = request.body
      const { changed } = await answeredApplication(
        services,
        {
          applicationId: request.params.id,
          accepted,
          by: author,
          author,
          ...(version === undefined ? {} : { version }),
        },
        { author, address },
      )
      return { accepted, changed }
    },
  )

  server.post(
    '/api/admissions/accounts/:id/validation-link',
    {
      config: { access },
      schema: {
        tags,
        summary: 'A new one-time link for a candidate: validates the account, or chooses another password',
        params: applicationParams,
        response: { 201: validationLink },
      },
    },
    async (request, reply) => {
      const { author, address, now } = actorOf(services, request)
      const accountId = request.params.id
      const answer = await transaction(database.pool, async (client) => {
        const made = await makeValidationLink(client, accountId, { author, address }, now)
        if (made === null) throw problem('UNKNOWN_CANDIDATE', { detail: unknownWords })
        const { secret, dossierNo, firstName, expiresAt } = made
        const url = `${publicUrlOf(services, request)}/candidate/validate/${secret}`
        const mailed = mail.configured
        if (mailed) {
          const until = expiresAt.toZonedDateTimeISO(place.timeZone).toPlainDate().toString()
          const letter = validationMail({
            to: made.mail,
            firstName,
            dossierNo,
            url,
            until: until.split('-').reverse().join('/'),
          })
          const occasion = `admissions:validation:${accountId}:${secretHash(secret).toString('hex').slice(0, 16)}`
          await postMail(client, occasion, letter, engine.clock)
        }
        return { url, expiresAt: new Date(expiresAt.epochMilliseconds).toISOString(), mailed }
      })
      return reply.code(201).send(answer)
    },
  )
}

const unknownWords = {
  fr: 'Aucun compte de ce numéro dans une campagne en service',
  en: 'No account of this number in a campaign in service',
}
