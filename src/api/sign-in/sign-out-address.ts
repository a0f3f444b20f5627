import type { FastifyRequest } from 'fastify'
import { idTokenOf } from '../../platform/accounts/external-session.ts'
import type { ApiServices } from '../services.ts'
import { publicUrlOf } from '../session-cookie.ts'
import type { SignInProviders } from './providers.ts'

/**
 * Where the browser is to go to be signed out of the service that signed it in, which leads it back to our sign-in
 * page; null when the session of `request` was opened here, or the service offers nothing. To be asked before the
 * session ends.
 */
export async function signOutAddress(
  services: ApiServices,
  providers: SignInProviders,
  request: FastifyRequest,
): Promise<string | null> {
  const { session } = request
  if (session === null || session.method === 'local') return null
  const back = `${publicUrlOf(services, request)}/sign-in`
  if (session.method === 'cas') return providers.cas?.signOutAddress(back) ?? null
  if (providers.oidc === null) return null
  return await providers.oidc.signOutAddress(
    await idTokenOf(services.installation.database.pool, session.id),
    back,
  )
}
