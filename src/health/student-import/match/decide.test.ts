import { expect, test } from 'vitest'
import type { Cells } from '../line/sample-line.ts'
import { lineOf, storedStudent } from '../line/sample-line.ts'
import { decide } from './decide.ts'
import type { StoredStudent } from './stored-student.ts'

const zoe = storedStudent()
const twin = storedStudent({}, { id: 2 })

/** The decision in a word: what is done, or the message of the rejection. */
function outcome(
  cells: Cells,
  byIne: readonly StoredStudent[],
  byKeys: readonly StoredStudent[] = [],
): string {
  const decision = decide(lineOf(cells, { number: 7 }), byIne, byKeys)
  if (decision.kind === 'reject') return decision.issue.message
  if (decision.kind !== 'update') return decision.kind
  const marks = `${decision.addIne ? ' + INE' : ''}${decision.oldIneBecomesAlias ? ' + alias' : ''}`
  return `update ${decision.student.id}${marks}`
}

const keysDiffer =
  "Les clés secondaires (Patronyme, Prenom, DateNaiss et Nationalite) ne correspondent pas - dossier non traité pour l'INE suivant : 9990000011P"

test('rule 4: the INE is known and the four data are equal: update', () => {
  expect(outcome({}, [zoe], [zoe])).toBe('update 1')
})

test('rule 4: two students with that INE: E_MULTI, before anything else', () => {
  const message = 'Multiple code INE présent en base pour 9990000011P'
  expect(outcome({}, [zoe, twin], [zoe])).toBe(message)
  expect(outcome({ DATENAI: '31/02/2001', NOM: 'AUTRE' }, [zoe, twin])).toBe(message)
})

test('rule 4: the INE is known and one of the four data differs: E_CLES', () => {
  const others: Cells[] = [
    { NOM: 'TESTDEUX' },
    { PRENOM1: 'Zoélie' },
    { DATENAI: '15/03/2005' },
    { CODE_NATIO: '109' },
  ]
  for (const cells of others) expect(outcome(cells, [zoe])).toBe(keysDiffer)
})

test('NOMUSAGE is never a key', () => {
  expect(outcome({ NOMUSAGE: 'DUTEST' }, [zoe])).toBe('update 1')
  expect(outcome({ NOM: 'DUTEST' }, [storedStudent({ NOMUSAGE: 'DUTEST' })])).toBe(keysDiffer)
})

test('case 30: an unreadable date', () => {
  const unreadable = { DATENAI: '31/02/2001' }
  expect(outcome(unreadable, [])).toBe(
    "Date de naissance non lisible - dossier non traité poue l'INE suivant : 9990000011P",
  )
  expect(outcome({ ...unreadable, COD_NNE: '' }, [])).toBe(
    "Date de naissance non lisible - dossier non traité poue l'INE suivant : (INE absent, ligne 7)",
  )
  expect(outcome(unreadable, [zoe])).toBe('update-without-birth-date')
  expect(outcome({ ...unreadable, NOM: 'AUTRE' }, [zoe])).toBe(keysDiffer)
  expect(outcome(unreadable, [zoe, twin])).toContain('Multiple code INE')
})

test('case 31: no INE in the line, the four data known once: update; twice: E_DOUBLON', () => {
  expect(outcome({ COD_NNE: '' }, [], [zoe])).toBe('update 1')
  expect(outcome({ COD_NNE: '' }, [], [zoe, twin])).toBe(
    "Doublons potentiels car plusieurs réponses selon les clés secondaires - dossier non traité pour l'INE suivant : (INE absent, ligne 7)",
  )
})

test('rule 5: nobody has the four data: create', () => {
  expect(outcome({}, [], [])).toBe('create')
  expect(outcome({ COD_NNE: '' }, [], [])).toBe('create')
})

test('rule 5: the student had no INE: it is added', () => {
  expect(outcome({}, [], [storedStudent({ COD_NNE: '' })])).toBe('update 1 + INE')
})

test('rule 5: another INE is stored: E_INE', () => {
  expect(outcome({ COD_NNE: '9990000022B' }, [], [zoe])).toBe(
    "INE différent en base pour les mêmes clés secondaires - dossier non traité pour l'INE suivant : 9990000022B",
  )
})

test('rule 5: the national INE replaces one of an old form, which stays as an alias', () => {
  const rnie = { COD_NNE: '123456789AB' }
  expect(outcome(rnie, [], [zoe])).toBe('update 1 + alias')
  expect(outcome(rnie, [], [storedStudent({ COD_NNE: '0TESTUN0019' })])).toBe('update 1 + alias')
  expect(outcome(rnie, [], [storedStudent({ COD_NNE: '987654321CD' })])).toContain('INE différent en base')
  expect(outcome({ COD_NNE: '9990000022B' }, [], [storedStudent(rnie)])).toContain('INE différent en base')
})

test('a student known by an alias is updated and keeps the INE he has', () => {
  const renamed = storedStudent({ COD_NNE: '123456789AB' }, { ine10s: ['123456789A', '9990000011'] })
  expect(outcome({}, [renamed])).toBe('update 1')
})

test('case 32: names are compared by their keys', () => {
  const stored = storedStudent({ NOM: 'LE GOFF' })
  for (const NOM of ['Le Goff', 'LEGOFF', 'Le-Goff']) expect(outcome({ NOM }, [stored])).toBe('update 1')
  expect(outcome({ PRENOM1: 'ZOE' }, [zoe])).toBe('update 1')
})

test('case 32: another nationality under the same INE: E_CLES', () => {
  expect(outcome({ CODE_NATIO: '100' }, [storedStudent({ CODE_NATIO: '109' })])).toBe(keysDiffer)
})

test('an INE of unknown shape is as none', () => {
  expect(outcome({ COD_NNE: 'à venir' }, [], [zoe])).toBe('update 1')
})
