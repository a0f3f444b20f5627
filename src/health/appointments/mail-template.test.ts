import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import {
  defaultBody,
  defaultSubject,
  renderBody,
  renderSubject,
  templateFaults,
  tidyTemplate,
} from './mail-template.ts'
import {
  domainOf,
  firstNameAsWritten,
  frenchDate,
  frenchTime,
  type ReminderFacts,
  type ReminderStyle,
  reminderMail,
} from './reminder-mail.ts'

const facts: ReminderFacts = {
  appointmentId: 7,
  reference: 'RDV/7',
  firstName: 'ZOÉ',
  startsAt: Temporal.Instant.from('2026-03-10T13:30:00Z'),
  place: 'Bâtiment E',
  publicLabel: 'Entretien',
  subject: null,
  body: null,
}
const style: ReminderStyle = {
  timeZone: 'Europe/Paris',
  from: null,
  idDomain: 'example.org',
  replyTo: null,
  usualPlace: null,
  cancellationUrl: 'https://rdv.example.org/annuler?rdv={reference}',
  requireTls: true,
}

test('the default mail', () => {
  expect(templateFaults(defaultSubject, 'subject')).toEqual([])
  expect(templateFaults(defaultBody, 'body')).toEqual([])
  expect(reminderMail(facts, 'testun@example.org', style)).toEqual({
    to: ['testun@example.org'],
    subject: 'Rappel de votre rendez-vous',
    text: `Bonjour Zoé,

Nous vous rappelons votre rendez-vous du mardi 10 mars 2026 à 14h30.

Lieu : Bâtiment E

Si vous ne pouvez pas venir, merci de libérer ce créneau : https://rdv.example.org/annuler?rdv=RDV%2F7

À bientôt.

Ce message est envoyé automatiquement.
`,
    messageId: '<rappel-7-1773149400@example.org>',
    requireTls: true,
  })
})

test('a line that speaks of what there is not is left out, without a hole', () => {
  const mail = reminderMail({ ...facts, place: ' ', reference: null }, 'testun@example.org', style)
  expect(mail.text).toContain('à 14h30.\n\nÀ bientôt.')
  const values = {
    prenom: 'Zoé',
    date: 'd',
    heure: 'h',
    lieu: null,
    libelle_public: null,
    lien_annulation: null,
  }
  expect(renderBody('{libelle_public}\n\nBonjour {prenom}', values)).toEqual({
    text: 'Bonjour Zoé\n',
    omitted: ['{libelle_public}'],
  })
  expect(renderSubject('Rappel {libelle_public} du {date}', values)).toBe('Rappel du d')
})

test('values are text: neither placeholders nor lines nor headers come of them', () => {
  const mail = reminderMail(
    { ...facts, firstName: 'Zoé{lieu}\r\nBcc: autre@example.org', subject: 'Pour {prenom}' },
    'testun@example.org',
    style,
  )
  expect(mail.subject).toBe('Pour Zoé{lieu} Bcc: autre@example.org')
  expect(mail.text).toContain('Bonjour Zoé{lieu} Bcc: autre@example.org,')
})

test.each([
  ['{motif}', 'body', 1],
  ['{prenom} {motif} {jour}', 'body', 2],
  ['{Prenom}', 'body', 1],
  ['{ prenom }', 'body', 1],
  ['{}', 'body', 1],
  ['{prenom', 'body', 1],
  ['prenom}', 'subject', 1],
  ['a\nb', 'subject', 1],
  ['a\nb', 'body', 0],
  ['a\u0000b', 'body', 1],
  ['a\u2028b', 'subject', 1],
  ['x'.repeat(151), 'subject', 1],
  ['{prenom}{date}{heure}{lieu}{libelle_public}{lien_annulation}', 'subject', 0],
] as const)('%j as a %s has %i faults', (template, part, faults) => {
  expect(templateFaults(template, part)).toHaveLength(faults)
})

test('blank templates mean the default; a line end in a subject is kept, to be told', () => {
  expect(tidyTemplate(' \r\n ', 'body')).toBeNull()
  expect(tidyTemplate('', 'subject')).toBeNull()
  expect(tidyTemplate(' a\r\nBcc: b ', 'subject')).toBe('a\nBcc: b')
})

test('French dates, times and names', () => {
  const first = Temporal.Instant.from('2026-05-01T07:05:00Z')
  expect(frenchDate(first, 'Europe/Paris')).toBe('vendredi 1er mai 2026')
  expect(frenchTime(first, 'Europe/Paris')).toBe('9h05')
  // The evening of one zone is the morning of another.
  expect(frenchDate(Temporal.Instant.from('2026-03-10T23:30:00Z'), 'Europe/Paris')).toBe(
    'mercredi 11 mars 2026',
  )
  expect(firstNameAsWritten('JEAN-PIERRE')).toBe('Jean-Pierre')
  expect(firstNameAsWritten("D'ARTAGNAN")).toBe("D'Artagnan")
  expect(firstNameAsWritten('Zoé')).toBe('Zoé')
  expect(domainOf('Service <sante@example.org>')).toBe('example.org')
  expect(domainOf(undefined)).toBe('nocturne.invalid')
})

test('a subject of blanks without end costs no more than its length', () => {
  const begun = performance.now()
  expect(tidyTemplate(`  x${' '.repeat(200_000)}x \t`, 'subject')).toBe(`x${' '.repeat(200_000)}x`)
  expect(tidyTemplate(' \t ', 'subject')).toBeNull()
  expect(performance.now() - begun).toBeLessThan(1_000)
})
