import nodemailer from 'nodemailer'

/** A mail to send. Texts are plain: what users import or type is never interpreted as markup. */
export interface Mail {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  /** The same for mail programs that show it, written by us alone and escaped throughout. */
  readonly html?: string
  /** It tells a secret: once it is sent, or given up, what it says is kept nowhere. */
  readonly confidential?: boolean
  readonly attachments?: readonly { readonly filename: string; readonly content: string }[]
}

export interface Mailer {
  /** False when no mail server is configured: `send` then throws `MailNotConfiguredError`. */
  readonly configured: boolean
  /** Resolves when the server has accepted the mail; throws otherwise. */
  send(mail: Mail): Promise<void>
  /** Connects and signs in without sending anything; throws what is wrong. */
  verify(): Promise<void>
  close(): void
}

export class MailNotConfiguredError extends Error {
  readonly code = 'MAIL_NOT_CONFIGURED'
}

/**
 * A mailer over SMTP. `url` as nodemailer takes it: `smtp://user:password@relay.example.org:587`,
 * `smtps://…`; null for none. `from` is the sender of every mail.
 */
export function smtpMailer(options: { url: string | null; from: string }): Mailer {
  if (options.url === null) {
    const refuse = async () => {
      throw new MailNotConfiguredError('no mail server is configured: set NOCTURNE_SMTP_URL')
    }
    return { configured: false, send: refuse, verify: refuse, close() {} }
  }
  const transport = nodemailer.createTransport(options.url, { from: options.from })
  return {
    configured: true,
    async send(mail) {
      await transport.sendMail({
        to: [...mail.to],
        subject: mail.subject,
        text: mail.text,
        ...(mail.html === undefined ? {} : { html: mail.html }),
        attachments: (mail.attachments ?? []).map((file) => ({ ...file })),
      })
    },
    async verify() {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}
