import { openCandidateSession } from '../../src/admissions/candidates/candidate-session.ts'
import { makeValidationLink } from '../../src/admissions/candidates/validation-link.ts'
import { candidateCookie } from '../../src/api/candidate-session-cookie.ts'
import { hashPassword } from '../../src/platform/accounts/password.ts'
import { transaction } from '../../src/platform/database.ts'
import { addApplication, addDecision, addFormation, addPerson, addScene } from './admissions-scene.ts'
import type { ApiNode } from './api-server.ts'

export interface CandidateDesk {
  readonly accountId: number
  readonly dossierNo: string
  readonly password: string
  /** Two admitted applications. */
  readonly applications: readonly [number, number]
  /** Asks as the candidate's browser, with a session of its own. */
  ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }>
  /** A new key of a validation link. */
  key(): Promise<string>
}

/** A candidate (dossier `T0000901`) with favourable decisions that have no deadline, in a campaign in service. */
export async function addCandidateDesk(node: ApiNode): Promise<CandidateDesk> {
  const { pool } = node.database
  const scene = await addScene(pool)
  const password = 'quatre chevaux agrafent bien'
  const { accountId, candidateId, dossierNo } = await addPerson(pool, scene, 901, {
    account: { password_hash: await hashPassword(password) },
  })
  const admitted = async (code: string) => {
    const formation = await addFormation(pool, scene, code, { confirm_by: null })
    const id = await addApplication(pool, scene, { candidateId }, formation)
    await addDecision(pool, id, scene.favourableId)
    return id
  }
  const applications = [await admitted('L1INFO'), await admitted('L1MATH')] as const
  const now = () => node.engine.clock.now()
  return {
    accountId,
    dossierNo,
    password,
    applications,
    async ask(method, url, body) {
      const { cookieValue, csrfToken } = await openCandidateSession(pool, accountId, now())
      const answer = await node.server.inject({
        method,
        url,
        headers: { cookie: `${candidateCookie}=${cookieValue}`, 'x-csrf-token': csrfToken },
        ...(body === undefined ? {} : { payload: body }),
      })
      return { status: answer.statusCode, body: answer.payload === '' ? null : JSON.parse(answer.payload) }
    },
    async key() {
      const editor = { author: 'test', address: null }
      return (await transaction(pool, (client) => makeValidationLink(client, accountId, editor, now())))!
        .secret
    },
  }
}
