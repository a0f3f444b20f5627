import { createRequire } from 'node:module'
import type Nodemailer from 'nodemailer'
import { SendError } from './send-failure.ts'

/** A mail to send. Texts are plain: what users import or type is never interpreted as markup. */
export interface Mail {
  /** Bare addresses, one recipient each. */
  readonly to: readonly string[]
  /**
   * Who gets a hidden copy. The outbox makes each a mail of its own: a copy that is refused neither holds up the mail nor
   * hides that it was refused itself.
   */
  readonly bcc?: readonly string[]
  /** Who it is delivered to in place of `to`, which is what it shows: a hidden copy. */
  readonly deliverTo?: readonly string[]
  /** Another sender than the installation's. */
  readonly from?: string
  readonly replyTo?: string
  readonly subject: string
  readonly text: string
  /** The same for mail programs that show it, written by us alone and escaped throughout. */
  readonly html?: string
  /** It tells a secret: once it is sent, or given up, what it says is kept nowhere. */
  readonly confidential?: boolean
  readonly attachments?: readonly Attachment[]
  /** `<name@domain>`: the same mail, should it ever leave twice, is one mail for who receives it. */
  readonly messageId?: string
  /** Goes over an encrypted connection or not at all; a relay on this very machine needs none. */
  readonly requireTls?: boolean
}

export interface Attachment {
  readonly filename: string
  readonly content: string
  /** What `content` is written in; text unless said otherwise. */
  readonly encoding?: 'base64'
  readonly contentType?: string
}

export interface Mailer {
  /** False when no mail server is configured: `send` then throws `MailNotConfiguredError`. */
  readonly configured: boolean
  /** The sender of mails that name no other. */
  readonly from?: string
  /** Resolves when the server has accepted the mail; throws `SendError` otherwise, which says what that means. */
  send(mail: Mail): Promise<void>
  /** Connects and signs in without sending anything; throws what is wrong. */
  verify(): Promise<void>
  close(): void
}

export class MailNotConfiguredError extends Error {
  readonly code = 'MAIL_NOT_CONFIGURED'
}

/** A server that does not answer is known as such sooner than nodemailer's two minutes. */
const connectionTimeoutMs = 30_000

/**
 * Whether STARTTLS has to be insisted on for a mail that must travel encrypted: not with `smtps:`, which is encrypted
 * from its first byte, nor on the way to a relay on this machine.
 */
export function needsStartTls(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol !== 'smtps:' && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/**
 * A mailer over SMTP. `url` as nodemailer takes it: `smtp://user:password@relay.example.org:587`,
 * `smtps://…`; null for none. `from` is the sender of every mail that names no other.
 */
export function smtpMailer(options: { url: string | null; from: string }): Mailer {
  const { url, from } = options
  if (url === null) {
    const refuse = async () => {
      throw new MailNotConfiguredError('no mail server is configured: set NOCTURNE_SMTP_URL')
    }
    return { configured: false, from, send: refuse, verify: refuse, close() {} }
  }
  const usual = transportTo(url, from, false)
  const encrypted = needsStartTls(url) ? transportTo(url, from, true) : usual
  return {
    configured: true,
    from,
    async send(mail) {
      const watched = { handedOver: false }
      const message = { ...messageOf(mail, from), watched }
      try {
        await (mail.requireTls === true ? encrypted : usual).sendMail(message)
      } catch (error) {
        throw error instanceof Error ? new SendError(error, watched.handedOver) : error
      }
    },
    async verify() {
      await usual.verify()
    },
    close() {
      usual.close()
      encrypted.close()
    },
  }
}

function messageOf(mail: Mail, from: string) {
  return {
    to: addresses(mail.to),
    ...(mail.bcc === undefined ? {} : { bcc: addresses(mail.bcc) }),
    ...(mail.deliverTo === undefined
      ? {}
      : { envelope: { from: mail.from ?? from, to: [...mail.deliverTo] } }),
    ...(mail.from === undefined ? {} : { from: mail.from }),
    ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    attachments: (mail.attachments ?? []).map((file) => ({ ...file })),
    ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
    // No answer by a machine to a machine's letter (RFC 3834, and the same for Exchange).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

/** As addresses, not as a text to be parsed: a comma in one makes no second recipient. */
function addresses(bare: readonly string[]) {
  return bare.map((address) => ({ name: '', address }))
}

function transportTo(url: string, from: string, requireTLS: boolean) {
  // Loaded by the processes that have a mail server: a tenth of the start of a command.
  const nodemailer: typeof Nodemailer = createRequire(import.meta.url)('nodemailer')
  const transport = nodemailer.createTransport(
    { url, requireTLS, connectionTimeout: connectionTimeoutMs },
    { from },
  )
  // The message is read to its end only after the server has asked for it and taken all of it: from there on a
  // connection that breaks leaves open whether the mail was accepted.
  transport.use('stream', ({ data, message }, done) => {
    const { watched } = data as { watched?: { handedOver: boolean } }
    const read = message.createReadStream.bind(message)
    message.createReadStream = (...rest) => {
      const stream = read(...rest)
      stream.once('end', () => {
        if (watched !== undefined) watched.handedOver = true
      })
      return stream
    }
    done()
  })
  return transport
}
