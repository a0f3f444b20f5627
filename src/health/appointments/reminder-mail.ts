import type { Temporal } from 'temporal-polyfill'
import type { Mail } from '../../platform/mail.ts'
import {
  defaultBody,
  defaultSubject,
  renderBody,
  renderSubject,
  type TemplateValues,
} from './mail-template.ts'

/** All that a reminder is written from. */
export interface ReminderFacts {
  readonly appointmentId: number
  readonly reference: string | null
  readonly firstName: string
  readonly startsAt: Temporal.Instant
  readonly place: string | null
  readonly publicLabel: string | null
  /** Null: the default. */
  readonly subject: string | null
  readonly body: string | null
}

/** What is the same for every reminder. */
export interface ReminderStyle {
  readonly timeZone: string
  /** Null: the sender of all mails. */
  readonly from: string | null
  /** Names the mails, the same on every node. */
  readonly idDomain: string
  readonly replyTo: string | null
  /** Where appointments that name no place are held. */
  readonly usualPlace: string | null
  /** Holds `{reference}`. */
  readonly cancellationUrl: string | null
  readonly requireTls: boolean
}

/** The mail for an appointment; `recipient` is a bare address. */
export function reminderMail(facts: ReminderFacts, recipient: string, style: ReminderStyle): Mail {
  const values = reminderValues(facts, style)
  return {
    to: [recipient],
    ...(style.from === null ? {} : { from: style.from }),
    ...(style.replyTo === null ? {} : { replyTo: style.replyTo }),
    subject: renderSubject(facts.subject ?? defaultSubject, values) || defaultSubject,
    text: renderBody(facts.body ?? defaultBody, values).text,
    messageId: messageIdOf(facts, style.idDomain),
    requireTls: style.requireTls,
  }
}

/** The same for the same appointment and start, whatever node or run sends it. */
function messageIdOf({ appointmentId, startsAt }: ReminderFacts, domain: string): string {
  return `<rappel-${appointmentId}-${Math.floor(startsAt.epochMilliseconds / 1000)}@${domain}>`
}

/** The domain of a sender: `nocturne@example.org`, `Service <nocturne@example.org>`. */
export function domainOf(sender: string | undefined): string {
  return /@([^\s<>@]+)>?\s*$/.exec(sender ?? '')?.[1] ?? 'nocturne.invalid'
}

export function reminderValues(
  facts: ReminderFacts,
  style: Pick<ReminderStyle, 'timeZone' | 'usualPlace' | 'cancellationUrl'>,
): TemplateValues {
  const { reference } = facts
  return {
    prenom: firstNameAsWritten(asText(facts.firstName) ?? ''),
    date: frenchDate(facts.startsAt, style.timeZone),
    heure: frenchTime(facts.startsAt, style.timeZone),
    lieu: asText(facts.place) ?? asText(style.usualPlace),
    libelle_public: asText(facts.publicLabel),
    lien_annulation:
      style.cancellationUrl === null || reference === null
        ? null
        : style.cancellationUrl.replaceAll('{reference}', () => encodeURIComponent(reference)),
  }
}

function asText(value: string | null): string | null {
  return value === null || value.trim() === '' ? null : value
}

/** Registries write `JEAN-PIERRE`; a letter says « Jean-Pierre ». */
export function firstNameAsWritten(name: string): string {
  if (name !== name.toUpperCase()) return name
  return name
    .toLowerCase()
    .replace(
      /(^|[^\p{L}\p{M}])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    )
}

/** `mardi 10 mars 2026` (health.md 2.8), in the establishment's zone. */
export function frenchDate(instant: Temporal.Instant, timeZone: string): string {
  const text = new Intl.DateTimeFormat('fr-FR', { timeZone, dateStyle: 'full' }).format(
    instant.epochMilliseconds,
  )
  return text.replace(/^(\p{L}+ )1 /u, '$11er ')
}

/** `14h30` (health.md 2.8). */
export function frenchTime(instant: Temporal.Instant, timeZone: string): string {
  const { hour, minute } = instant.toZonedDateTimeISO(timeZone)
  return `${hour}h${String(minute).padStart(2, '0')}`
}
