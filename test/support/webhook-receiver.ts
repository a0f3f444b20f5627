import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookPayload } from '../../src/alerts/webhook/payload.ts'
import { isSigned } from '../../src/alerts/webhook/signature.ts'

export interface ReceivedMessage {
  readonly payload: WebhookPayload
  readonly body: string
  readonly delivery: string
  readonly timestamp: string
  /** Signed with the receiver's secret. */
  readonly genuine: boolean
}

export interface WebhookReceiver {
  readonly url: string
  readonly messages: readonly ReceivedMessage[]
  /** The answers of the next requests, in order; 204 afterwards. `silence` never answers. */
  answer(...statuses: readonly (number | 'silence')[]): void
  close(): Promise<void>
}

/** A real HTTP server that keeps what it is sent and checks how it is signed; on `port`, or any free one. */
export async function openWebhookReceiver(secret: string, port = 0): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = []
  const answers: (number | 'silence')[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const header = (name: string) => String(request.headers[name] ?? '')
    const timestamp = header('x-nocturne-timestamp')
    const signature = header('x-nocturne-signature')
    messages.push({
      payload: JSON.parse(body) as WebhookPayload,
      body,
      delivery: header('x-nocturne-delivery'),
      timestamp,
      // Its clock is the sender's: tests live in other years.
      genuine: isSigned({ timestamp, signature, body }, secret, Number(timestamp)),
    })
    const status = answers.shift() ?? 204
    if (status === 'silence') return
    response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    messages,
    answer: (...statuses) => void answers.push(...statuses),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
