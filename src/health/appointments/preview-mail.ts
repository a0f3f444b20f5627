import { Temporal } from 'temporal-polyfill'
import type { Mailer } from '../../platform/mail.ts'
import type { Settings } from '../../platform/settings.ts'
import type { Text } from '../../platform/text.ts'
import {
  defaultBody,
  defaultSubject,
  renderBody,
  renderSubject,
  templateFaults,
  tidyTemplate,
} from './mail-template.ts'
import { reminderValues } from './reminder-mail.ts'
import { cancellationUrl, reminderFrom, usualPlace } from './settings.ts'

export interface MailPreview {
  readonly from: string | null
  /** Null where the template is at fault. */
  readonly subject: string | null
  readonly text: string | null
  readonly omitted: readonly string[]
  readonly faults: readonly { readonly path: 'mailSubject' | 'mailBody'; readonly message: Text }[]
}

/** The mail that a motive's templates make for an appointment of a fictional student, in three days at half past two. */
export async function previewMail(
  given: {
    readonly publicLabel: string | null
    readonly mailSubject: string | null
    readonly mailBody: string | null
  },
  context: {
    readonly settings: Settings
    readonly mail: Mailer
    readonly now: Temporal.Instant
    readonly timeZone: string
  },
): Promise<MailPreview> {
  const { settings, mail, now, timeZone } = context
  const subject = tidyTemplate(given.mailSubject, 'subject') ?? defaultSubject
  const body = tidyTemplate(given.mailBody, 'body') ?? defaultBody
  const start = now
    .toZonedDateTimeISO(timeZone)
    .add({ days: 3 })
    .withPlainTime(Temporal.PlainTime.from('14:30'))
    .toInstant()
  const values = reminderValues(
    {
      appointmentId: 0,
      reference: 'RDV-TEST',
      firstName: 'Camille',
      startsAt: start,
      place: null,
      publicLabel: given.publicLabel,
      subject,
      body,
    },
    {
      timeZone,
      usualPlace: await settings.get(usualPlace),
      cancellationUrl: await settings.get(cancellationUrl),
    },
  )
  const faultsOf = (path: 'mailSubject' | 'mailBody', template: string) =>
    templateFaults(template, path === 'mailSubject' ? 'subject' : 'body').map((message) => ({
      path,
      message,
    }))
  const wrongSubject = faultsOf('mailSubject', subject)
  const wrongBody = faultsOf('mailBody', body)
  const rendered = wrongBody.length === 0 ? renderBody(body, values) : null
  return {
    from: (await settings.get(reminderFrom)) ?? mail.from ?? null,
    subject: wrongSubject.length === 0 ? renderSubject(subject, values) : null,
    text: rendered?.text ?? null,
    omitted: rendered?.omitted ?? [],
    faults: [...wrongSubject, ...wrongBody],
  }
}
