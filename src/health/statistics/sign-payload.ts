import { createPublicKey } from 'node:crypto'
import { CompactSign, calculateJwkThumbprint, exportJWK } from 'jose'
import { canonicalJson } from './canonical-json.ts'
import type { Endpoint } from './endpoint.ts'
import type { Payload } from './payload.ts'

/**
 * The body that is sent: a JWS in compact form over the canonical JSON. Its `kid` is the thumbprint of the public key
 * (RFC 7638), which the receiver was given.
 */
export async function signedPayload(
  payload: Payload,
  { signingKey, algorithm }: Pick<Endpoint, 'signingKey' | 'algorithm'>,
): Promise<string> {
  const kid = await calculateJwkThumbprint(await exportJWK(createPublicKey(signingKey)))
  return await new CompactSign(new TextEncoder().encode(canonicalJson(payload)))
    .setProtectedHeader({ alg: algorithm, kid, cty: 'application/json' })
    .sign(signingKey)
}
