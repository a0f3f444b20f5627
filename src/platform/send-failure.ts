/**
 * What a failed attempt means for the mail that it was about:
 *
 * - `unreachable`: the server serves nobody at present, or not us (refused connection, TLS, sign-in, greeting, our
 *   sender): nothing was said of this mail, others would fare no better;
 * - `temporary`: the server may take this mail later (4xx, greylisting);
 * - `permanent`: it never will (5xx, an address that is none);
 * - `doubtful`: the whole mail had been handed over when the connection broke: it may have been taken.
 */
export type SendFailureKind = 'unreachable' | 'temporary' | 'permanent' | 'doubtful'

export interface SendFailure {
  readonly kind: SendFailureKind
  /** Codes alone, such as `450 4.2.0 (RCPT TO)` or `ECONNREFUSED`: what servers say in words may hold the address. */
  readonly reason: string
}

/** Thrown by `Mailer.send`: the transport's own words, and what they mean. */
export class SendError extends Error {
  readonly failure: SendFailure
  constructor(cause: Error, handedOver: boolean) {
    super(cause.message, { cause })
    this.failure = classifySmtpError(cause as SmtpError, handedOver)
  }
}

/** What any error of a mailer means. One that no server is behind says nothing against trying again. */
export function sendFailureOf(error: unknown): SendFailure {
  if (error instanceof SendError) return error.failure
  const code = (error as { code?: unknown } | null)?.code
  return { kind: 'temporary', reason: typeof code === 'string' ? code : 'ERROR' }
}

/** What nodemailer tells of a failure, as far as it is there. */
export interface SmtpError {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  readonly responseCode?: number | undefined
  readonly response?: string | undefined
  readonly command?: string | undefined
}

/** Replies of these steps are about us or about the session, whatever their code. */
const ownSteps = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH)/

/**
 * Reads an SMTP error (RFC 5321, 4.2 and 4.5.3). `handedOver`: the last byte of the message had been given to the
 * connection, so that silence afterwards leaves open whether it was taken.
 */
export function classifySmtpError(error: SmtpError, handedOver: boolean): SendFailure {
  return { kind: kindOf(error, handedOver), reason: reasonOf(error) }
}

function kindOf({ code, responseCode, command = '' }: SmtpError, handedOver: boolean): SendFailureKind {
  if (responseCode === undefined || command === 'CONN') {
    if (handedOver) return 'doubtful'
    const aboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE' || code === 'ESTREAM'
    return aboutTheMail ? 'permanent' : 'unreachable'
  }
  // The server is closing; it has said that it takes nothing.
  if (responseCode === 421 || ownSteps.test(command)) return 'unreachable'
  // « Bad sequence of commands » is about the session: a new one may do.
  if (responseCode === 503) return 'temporary'
  // A sender that is refused is refused for every mail: nobody's reminder is lost for it.
  if (responseCode >= 500) return command === 'MAIL FROM' ? 'unreachable' : 'permanent'
  if (responseCode >= 400) return 'temporary'
  return handedOver ? 'doubtful' : 'temporary'
}

function reasonOf({ code, originalCode, responseCode, response = '', command }: SmtpError): string {
  if (responseCode === undefined) return originalCode ?? code ?? 'ERROR'
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  return [responseCode, enhanced, command === undefined ? undefined : `(${command})`]
    .filter(Boolean)
    .join(' ')
}
