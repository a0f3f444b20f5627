import { webcrypto } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface HttpsServer {
  /** `https://localhost:…`. */
  readonly address: string
  /** The certificate, to be trusted. */
  readonly ca: string
  close(): Promise<void>
}

interface Validity {
  readonly notBefore?: Date
  readonly notAfter?: Date
}

/** A real HTTPS server on 127.0.0.1 with a certificate of its own, valid between these dates (default: now). */
export async function startHttpsServer(
  answer: RequestListener,
  validity: Validity = {},
): Promise<HttpsServer> {
  const { ca, key } = await makeCertificate(validity)
  const server = createServer({ cert: ca, key }, answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `https://localhost:${port}`,
    ca,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const day = 86_400_000

async function makeCertificate({ notBefore, notAfter }: Validity): Promise<{ ca: string; key: string }> {
  provideMetadata()
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto as never)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    notBefore: notBefore ?? new Date(Date.now() - day),
    notAfter: notAfter ?? new Date(Date.now() + day),
    signingAlgorithm: algorithm,
    keys: keys as never,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
    ],
  })
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const lines = (bytes.match(/.{1,64}/g) ?? []).join('\n')
  return {
    ca: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
  }
}

/** @peculiar/x509 asks for the metadata of decorators, which JavaScript has not got yet: what it needs of them. */
function provideMetadata(): void {
  const store = new Map<unknown, Map<unknown, unknown>>()
  const has = Reflect as unknown as Record<string, unknown>
  has.getMetadata ??= (key: unknown, target: unknown) => store.get(target)?.get(key)
  has.getOwnMetadata ??= has.getMetadata
  has.defineMetadata ??= (key: unknown, value: unknown, target: unknown) => {
    store.set(target, (store.get(target) ?? new Map()).set(key, value))
  }
}
