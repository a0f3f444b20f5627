import { expect, test } from 'vitest'
import { withFrenchSpaces } from './french-spaces.ts'

test('a no-break space stands before : ; ! ? % and inside guillemets, and nowhere else', () => {
  expect(withFrenchSpaces('Supprimer « CLEAN » ? Oui : 30 % ; fini !')).toBe(
    'Supprimer «\u00a0CLEAN\u00a0»\u00a0? Oui\u00a0: 30\u00a0%\u00a0; fini\u00a0!',
  )
  expect(withFrenchSpaces('à 05:00, cli:root')).toBe('à 05:00, cli:root')
})
