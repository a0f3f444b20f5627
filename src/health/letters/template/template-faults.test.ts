import { expect, test } from 'vitest'
import { defaultTemplates, type LetterTemplate } from './letter-template.ts'
import { templateFaults, templateWarnings } from './template-faults.ts'

const first = defaultTemplates['follow-up']
const reminder = defaultTemplates['follow-up-reminder']
const paths = (changes: Partial<LetterTemplate>, kind: 'follow-up' | 'follow-up-reminder' = 'follow-up') =>
  templateFaults(kind, { ...(kind === 'follow-up' ? first : reminder), ...changes }).map(({ path }) => path)

test('what letters say at first can be saved', () => {
  expect(templateFaults('follow-up', first)).toEqual([])
  expect(templateFaults('follow-up-reminder', reminder)).toEqual([])
})

test.each<[string, Partial<LetterTemplate>, string[]]>([
  ['an unknown placeholder', { subject: '{sujet}' }, ['subject']],
  ['the date of a first letter in a first letter', { closing: '{date_premier_courrier}' }, ['closing']],
  ['the letter text in the subject', { subject: '{texte}' }, ['subject']],
  ['a name among the lines that are the same for all', { signature: ['{nom}'] }, ['signature.0']],
  ['the letter text nowhere', { paragraphs: ['Bonjour'] }, ['paragraphs']],
  ['the letter text twice', { paragraphs: ['{texte}', 'et {texte}'] }, ['paragraphs']],
  ['no subject', { subject: ' ' }, ['subject']],
  ['a recall', { recall: 'Rappel' }, ['recall']],
  ['a character that the font lacks', { place: '東京' }, ['place']],
  ['a sender down to the subject', { sender: Array(8).fill('W'.repeat(80)) }, ['sender']],
])('a first letter with %s cannot', (_, changes, faults) => {
  expect(paths(changes)).toEqual(faults)
})

test('a reminder must recall the date of the first letter', () => {
  expect(paths({ recall: 'Rappel' }, 'follow-up-reminder')).toEqual(['recall'])
})

test('a subject that speaks of health is advised against, the service’s own name is not', () => {
  const complete = { ...first, place: 'Essaiville', sender: ['Service', '1 rue de l’Essai', '35000 ESSAI'] }
  expect(templateWarnings(complete)).toEqual([])
  for (const subject of ['Votre vaccination', 'Visite médicale', 'Votre rendez-vous de dépistage'])
    expect(templateWarnings({ ...complete, subject })).toMatchObject([{ path: 'subject' }])
  expect(templateWarnings(first).map(({ path }) => path)).toEqual(['sender', 'place'])
})
