import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SecureVersion, TLSSocket } from 'node:tls'
import { compactVerify } from 'jose'
import type { Certified } from './test-certificates.ts'

export interface ReceivedStatistics {
  readonly key: string
  readonly payload: Record<string, unknown>
  readonly algorithm: string
  readonly kid: string
  /** Who the client certificate says that it is. */
  readonly client: string
}

export interface StatisticsReceiver {
  readonly url: string
  /** Requests of any kind. */
  readonly requests: readonly { readonly key: string; readonly path: string }[]
  /** What it keeps: one record a key, whose signature it has verified. */
  readonly records: readonly ReceivedStatistics[]
  /** Statuses of the next answers; afterwards 201, or 409 for a key that it knows. `lost`: kept, but never answered. */
  answer(...statuses: readonly (number | 'lost')[]): void
  close(): Promise<void>
}

/** A real HTTPS server that asks for a client certificate of its authority, verifies signatures and keeps one record a key. */
export async function openStatisticsReceiver(options: {
  server: Certified
  ca: string
  /** PEM of the key that signs. */
  signs: () => string
  maxVersion?: SecureVersion
}): Promise<StatisticsReceiver> {
  const requests: { key: string; path: string }[] = []
  const records: ReceivedStatistics[] = []
  const answers: (number | 'lost')[] = []
  const server = createServer(
    {
      cert: options.server.certificate,
      key: options.server.key,
      ca: options.ca,
      requestCert: true,
      rejectUnauthorized: true,
      ...(options.maxVersion === undefined
        ? {}
        : { minVersion: 'TLSv1', maxVersion: options.maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }),
    },
    async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const key = String(request.headers['idempotency-key'] ?? '')
      requests.push({ key, path: request.url ?? '' })
      const status = answers.shift() ?? 201
      if (status !== 'lost' && status >= 300)
        return void response.writeHead(status, status < 400 ? { location: '/elsewhere' } : {}).end()
      if (records.some((record) => record.key === key)) return void response.writeHead(409).end()
      const { payload, protectedHeader } = await compactVerify(
        Buffer.concat(chunks).toString('utf8'),
        createPublicKey(options.signs()),
      )
      records.push({
        key,
        payload: JSON.parse(new TextDecoder().decode(payload)),
        algorithm: protectedHeader.alg,
        kid: String(protectedHeader.kid),
        client: String((request.socket as TLSSocket).getPeerCertificate().subject.CN),
      })
      if (status === 'lost') return void request.socket.destroy()
      response.writeHead(status).end(JSON.stringify({ receipt: `R-${records.length}` }))
    },
  )
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/statistics`,
    requests,
    records,
    answer: (...statuses) => void answers.push(...statuses),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
