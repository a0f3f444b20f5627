import './reflect-metadata.ts'
import { generateKeyPairSync, webcrypto } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto as never)
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export interface Certified {
  readonly certificate: string
  readonly key: string
}

export interface Authority {
  readonly certificate: string
  /** For `localhost`, as a server or a client. `expired`: it was valid once. */
  issue(name: string, options?: { expired?: boolean; host?: string }): Promise<Certified>
}

/** A certification authority made for one test file: nothing of it outlives the test. */
export async function testAuthority(name = 'Autorité TEST'): Promise<Authority> {
  const keys = await generated()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2060-01-01'),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  })
  let serial = 1
  return {
    certificate: root.toString('pem'),
    async issue(subject, { expired = false, host = 'localhost' } = {}) {
      const own = await generated()
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: (++serial).toString(16).padStart(2, '0'),
        subject: `CN=${subject}`,
        issuer: root.subject,
        notBefore: new Date('2020-01-01'),
        notAfter: new Date(expired ? '2021-01-01' : '2060-01-01'),
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
      })
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey))
      return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') }
    },
  }
}

async function generated() {
  return (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
}

/** The files that the configuration names, with a signing key of its own. */
export function senderFiles(
  client: Certified,
  ca: string | null,
  kind: 'ed25519' | 'p256' = 'ed25519',
): { files: { certificate: string; key: string; ca: string | null; signingKey: string }; signs: string } {
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-sender-'))
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const pair =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    files: {
      certificate: put('client.pem', client.certificate),
      key: put('client.key', client.key),
      ca: ca === null ? null : put('ca.pem', ca),
      signingKey: put('signing.key', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    },
    signs: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
