import type { Configuration } from '../../platform/configuration.ts'
import { type Cas, cas } from './cas.ts'
import { type Oidc, oidc } from './oidc.ts'

/** The university's sign-in services; null: not configured. */
export interface SignInProviders {
  readonly oidc: Oidc | null
  readonly cas: Cas | null
}

export function signInProviders({
  oidcIssuer,
  oidcClientId,
  oidcClientSecret,
  oidcLoginClaim,
  casUrl,
  casLoginAttribute,
}: Configuration): SignInProviders {
  return {
    oidc:
      oidcIssuer === null || oidcClientId === null
        ? null
        : oidc({
            issuer: oidcIssuer,
            clientId: oidcClientId,
            clientSecret: oidcClientSecret,
            loginClaim: oidcLoginClaim,
          }),
    cas: casUrl === null ? null : cas({ url: casUrl, loginAttribute: casLoginAttribute }),
  }
}
