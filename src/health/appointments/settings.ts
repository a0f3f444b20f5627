import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'

/** What an administrator sets for appointments and their reminders. */

export const reminderFrom = defineSetting({
  key: 'health.appointments.mail-from',
  label: {
    fr: 'Expéditeur des rappels de rendez-vous (vide : celui de tous les courriels, NOCTURNE_MAIL_FROM)',
    en: 'Sender of appointment reminders (empty: the one of all mails, NOCTURNE_MAIL_FROM)',
  },
  schema: z.email().nullable(),
  default: null as string | null,
})

export const reminderReplyTo = defineSetting({
  key: 'health.appointments.reply-to',
  label: {
    fr: 'Adresse de réponse des rappels de rendez-vous',
    en: 'Reply address of appointment reminders',
  },
  schema: z.email().nullable(),
  default: null as string | null,
})

export const usualPlace = defineSetting({
  key: 'health.appointments.place',
  label: {
    fr: 'Lieu des rendez-vous qui n’en indiquent pas ({lieu})',
    en: 'Place of appointments that name none ({lieu})',
  },
  schema: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\r\n]*$/)
    .nullable(),
  rule: { fr: 'Une ligne, 200 caractères au plus', en: 'One line, 200 characters at most' },
  default: null as string | null,
})

export const cancellationUrl = defineSetting({
  key: 'health.appointments.cancellation-url',
  label: {
    fr: 'Adresse d’annulation d’un rendez-vous, avec {reference} (vide : la ligne de {lien_annulation} n’est pas envoyée)',
    en: 'Address where an appointment is cancelled, with {reference} (empty: the line of {lien_annulation} is not sent)',
  },
  schema: z
    .string()
    .max(500)
    .regex(/^https:\/\/[^\s<>"{}]+\{reference\}[^\s<>"{}]*$/)
    .nullable(),
  rule: {
    fr: 'Une adresse https:// qui contient {reference}, comme https://rdv.example.org/annuler?rdv={reference}',
    en: 'An https:// address that contains {reference}, such as https://rdv.example.org/cancel?id={reference}',
  },
  default: null as string | null,
})

export const requireTls = defineSetting({
  key: 'health.appointments.require-tls',
  label: {
    fr: 'Rappels de rendez-vous : exiger une connexion chiffrée jusqu’au serveur de messagerie (sauf s’il est sur cette machine)',
    en: 'Appointment reminders: require an encrypted connection to the mail server (unless it is on this machine)',
  },
  schema: z.boolean(),
  default: true,
})

export const appointmentSettings = [reminderFrom, reminderReplyTo, usualPlace, cancellationUrl, requireTls]
