import type { FastifyRequest } from 'fastify'
import type { Right } from '../platform/accounts/account.ts'
import type { Text } from '../platform/text.ts'
import { problem } from './problem.ts'
import { type ApplicationCode, applicationCodes, type Role } from './schemas/common.ts'
import { applicationsOf, hasRight, may, type Visitor } from './visitor.ts'

/**
 * Who may use a route. Every route declares it (`config.access`); one that does not is refused when the server is
 * built, so that nothing is open by omission.
 */
export type Access =
  /** `of`: closed with that application's maintenance. */
  | { readonly who: 'anyone'; readonly of?: ApplicationCode }
  /** A candidate, by the session of the candidates' space (`request.candidate`), which accounts of the back-office have not. */
  | { readonly who: 'candidate' }
  /** Any account; the handler shows each only their own. */
  | { readonly who: 'signed-in' }
  | {
      readonly who: Role
      /**
       * Of what: a named application; `installation` (administrators of everything); `any`: of at least one
       * application, the handler showing only those; `batch` and `run`: of the application that the batch of
       * `params.code`, or the run of `params.id`, belongs to.
       */
      readonly of: ApplicationCode | 'installation' | 'any' | 'batch' | 'run'
      /** Needed beside the role, of administrators too. */
      readonly right?: Right
    }

export interface Ownership {
  /** The application of a batch, null when there is no such batch. */
  ofBatch(code: string): Promise<ApplicationCode | null>
  ofRun(id: number): Promise<ApplicationCode | null>
}

/** Throws the problem 401, 403 or 404 unless `visitor` may use a route of this access. */
export async function checkAccess(
  access: Access,
  visitor: Visitor | null,
  request: FastifyRequest,
  ownership: Ownership,
): Promise<void> {
  if (access.who === 'anyone') return
  if (access.who === 'candidate') {
    if (request.candidate === null) throw problem('NOT_SIGNED_IN')
    return
  }
  if (visitor === null) throw problem('NOT_SIGNED_IN')
  if (access.who === 'signed-in') return
  if (access.right !== undefined && !hasRight(visitor, access.right))
    throw problem('FORBIDDEN', { detail: lackingRight[access.right] })
  if (access.of === 'installation') {
    if (!visitor.administrator) throw problem('FORBIDDEN')
    return
  }
  if (access.of === 'any') {
    if (applicationsOf(visitor, access.who).length === 0) throw problem('FORBIDDEN')
    return
  }
  const application = await applicationConcerned(access.of, request, ownership)
  if (application === null) {
    // Whoever may nothing anywhere is not told what exists.
    if (!applicationCodes.some((code) => may(visitor, access.who as Role, code))) throw problem('FORBIDDEN')
    throw problem(access.of === 'run' ? 'UNKNOWN_RUN' : 'UNKNOWN_BATCH')
  }
  if (!may(visitor, access.who, application)) throw problem('FORBIDDEN')
}

/** The application that a request of such a route concerns; null: of a batch or a run that there is not. */
export async function applicationConcerned(
  of: ApplicationCode | 'batch' | 'run',
  request: FastifyRequest,
  ownership: Ownership,
): Promise<ApplicationCode | null> {
  const params = request.params as Readonly<Record<string, string>>
  if (of === 'batch') return await ownership.ofBatch(params.code ?? '')
  if (of === 'run')
    return /^\d{1,15}$/.test(params.id ?? '') ? await ownership.ofRun(Number(params.id)) : null
  return of
}

const lackingRight: Readonly<Record<Right, Text>> = {
  medical: {
    fr: 'Il faut le profil médical, qu’aucun rôle ne contient : un administrateur de l’installation le donne',
    en: 'This needs the medical right, which no role contains: an administrator of the installation gives it',
  },
}
