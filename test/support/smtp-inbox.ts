import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as its reader sees it. */
export interface ReceivedMail {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  /** Null: plain text alone. */
  readonly html: string | null
  readonly attachments: readonly { readonly filename: string; readonly content: string }[]
}

export interface SmtpInbox {
  readonly url: string
  readonly mails: readonly ReceivedMail[]
  close(): Promise<void>
}

/** A real SMTP server on this machine that keeps what it is sent; on `port`, or any free one. */
export async function openSmtpInbox(port = 0): Promise<SmtpInbox> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const part = readPart(Buffer.concat(chunks).toString('latin1'))
        const parts = leaves(part)
        mails.push({
          to: session.envelope.rcptTo.map((recipient) => recipient.address),
          subject: words(part.headers.get('subject') ?? ''),
          text: parts.find((one) => one.filename === null)?.content ?? '',
          html:
            parts.find((one) => one.headers.get('content-type')?.startsWith('text/html') === true)?.content ??
            null,
          attachments: parts.flatMap((one) =>
            one.filename === null ? [] : [{ filename: one.filename, content: one.content }],
          ),
        })
        done()
      })
    },
  })
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const { port: actual } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${actual}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

interface Part {
  readonly headers: ReadonlyMap<string, string>
  readonly filename: string | null
  readonly content: string
  readonly parts: readonly Part[] | null
}

/** The parts that hold something: text and HTML beside an attachment are a part in a part. */
function leaves(part: Part): Part[] {
  return part.parts === null ? [part] : part.parts.flatMap(leaves)
}

/** A part of a MIME message, given one character a byte. */
function readPart(source: string): Part {
  const cut = source.indexOf('\r\n\r\n')
  const headers = new Map<string, string>()
  for (const header of source
    .slice(0, cut)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const [name, ...rest] = header.split(':')
    headers.set(name!.toLowerCase(), rest.join(':').trim())
  }
  const body = source.slice(cut + 4)
  const boundary = /boundary="?([^";]+)/.exec(headers.get('content-type') ?? '')?.[1]
  const filename = /filename="?([^";]+)/.exec(headers.get('content-disposition') ?? '')?.[1] ?? null
  if (boundary === undefined)
    return {
      headers,
      filename,
      content: decoded(body, headers.get('content-transfer-encoding')),
      parts: null,
    }
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((one) => readPart(one.slice(2)))
  return { headers, filename, content: '', parts }
}

function decoded(body: string, encoding = '7bit'): string {
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? unquoted(body) : body, 'latin1')
  return bytes.toString('utf8').replaceAll('\r\n', '\n')
}

const unquoted = (text: string) =>
  text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** The words of a header (RFC 2047). */
function words(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : unquoted(text.replaceAll('_', ' ')),
    )
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'))
}
