import { connect, type Socket } from 'node:net'
import type { ApiClient, ApiNode } from './api-server.ts'

/** Sends a file as a browser does, over the real port. */
export async function send(client: ApiClient, bytes: Buffer, fileName = 'etudiants.csv'): Promise<Response> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'text/csv' }), fileName)
  return await client.fetch('/api/uploads', { method: 'POST', body: form })
}

/** Sends a file that is taken; gives its identifier. */
export async function upload(client: ApiClient, bytes: Buffer, fileName?: string): Promise<string> {
  const answer = await send(client, bytes, fileName)
  const body = (await answer.json()) as { id: string }
  if (answer.status !== 201) throw new Error(JSON.stringify(body))
  return body.id
}

const boundary = 'frontiere-de-test'

/** A sender who writes the request by hand, so that it may stop anywhere. */
export interface RawSender {
  readonly socket: Socket
  write(text: string | Buffer): void
  /** All that the server said, once it has closed the connection. */
  readonly answer: Promise<string>
}

/** Opens a connection and sends the head of an upload that promises `bytes` bytes of file, and none of them. */
export async function beginUpload(
  node: ApiNode,
  client: ApiClient,
  promised: number,
  fileName = 'etudiants.csv',
): Promise<RawSender> {
  const { hostname, port } = new URL(await node.listen())
  const socket = connect(Number(port), hostname)
  const opening = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/csv\r\n\r\n`
  const closing = `\r\n--${boundary}--\r\n`
  const headers = Object.entries(client.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(
    `POST /api/uploads HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${headers.join('')}` +
      `content-type: multipart/form-data; boundary=${boundary}\r\n` +
      `content-length: ${opening.length + promised + closing.length}\r\n\r\n${opening}`,
  )
  const answer = new Promise<string>((resolve) => {
    let said = ''
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      said += text
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(said))
  })
  return { socket, write: (text) => socket.write(text), answer }
}
