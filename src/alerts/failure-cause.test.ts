import { expect, test } from 'vitest'
import { failureCause } from './failure-cause.ts'

test('figures, quoted values, case and spacing do not make another cause', () => {
  const causes = [
    'Ligne 12 : valeur « Zoé » refusée',
    'ligne 1345 : valeur « Paul »  refusée',
    'ligne 1 : valeur "Élodie" refusée'.replace('"Élodie"', '« Élodie »'),
  ].map(failureCause)
  expect(new Set(causes).size).toBe(1)
})

test('another message is another cause, no message is one too', () => {
  const causes = ['délai dépassé', 'connexion refusée', null].map(failureCause)
  expect(new Set(causes).size).toBe(3)
})

test('the message cannot be read from its cause', () => {
  expect(failureCause('Dossier de TESTUN Zoé')).toMatch(/^[0-9a-f]{16}$/)
})
