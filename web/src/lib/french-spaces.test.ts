import { expect, test } from 'vitest'
import { asFrenchPrint, withFrenchSpaces } from './french-spaces.ts'

test('a no-break space stands before : ; ! ? % and inside guillemets, and nowhere else', () => {
  expect(withFrenchSpaces('Supprimer « CLEAN » ? Oui : 30 % ; fini !')).toBe(
    'Supprimer «\u00a0CLEAN\u00a0»\u00a0? Oui\u00a0: 30\u00a0%\u00a0; fini\u00a0!',
  )
  expect(withFrenchSpaces('à 05:00, cli:root')).toBe('à 05:00, cli:root')
})

test('a text of the server gets printed apostrophes; quotes and what is no word keep theirs', () => {
  expect(asFrenchPrint("L'heure s'écrit HH:MM")).toBe('L’heure s’écrit HH:MM')
  expect(asFrenchPrint("La donnée 'Patronyme' est absente : ligne 2")).toBe(
    "La donnée 'Patronyme' est absente\u00a0: ligne 2",
  )
})
