import { expect, test } from 'vitest'
import { contentOf, draftOf } from './draft.ts'

const content = {
  sender: ['Service', '1 rue de l’Exemple'],
  place: 'Essaiville',
  subject: 'Objet',
  recall: '',
  paragraphs: ['Bonjour,', '{texte}\nà la ligne'],
  closing: '',
  signature: ['Le service'],
}

test('what the inputs show is what is saved', () => {
  expect(contentOf(draftOf(content))).toEqual(content)
})

test('blank lines part paragraphs, however many; blank lines of the sender go', () => {
  const draft = { ...draftOf(content), sender: 'Service\n\n', paragraphs: 'Un\n \n\nDeux\n' }
  expect(contentOf(draft)).toMatchObject({ sender: ['Service'], paragraphs: ['Un', 'Deux\n'] })
})
