import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultWords } from './fault-words.ts'

function words(schema: z.ZodType, value: unknown, rule?: { fr: string; en: string }): string {
  const parsed = schema.safeParse(value)
  if (parsed.success) throw new Error('it is accepted')
  return faultWords(parsed.error, rule).fr
}

test('what is wrong with a value is said in French too', () => {
  expect(words(z.number().min(0).max(1), 4)).toBe('Au plus 1')
  expect(words(z.number().int().min(1), 'x')).toBe('Un nombre est attendu')
  expect(words(z.number().int(), 0.5)).toBe('Un nombre entier est attendu')
  expect(words(z.string().min(1), '')).toBe('À remplir')
  expect(words(z.string().max(3), 'long')).toBe('Au plus 3 caractères')
  expect(words(z.enum(['a', 'b']), 'c')).toBe('Parmi : a, b')
  expect(words(z.strictObject({}), { x: 1 })).toBe('Champ inconnu : x')
})

test('in a list the place is told, counted from 1', () => {
  expect(words(z.array(z.email()), ['a@example.org', 'nobody'])).toBe('2 : Adresse électronique incorrecte')
})

test('a rule that a schema words itself may have better words', () => {
  const schema = z.string().regex(/^[^/]+$/, 'no folder')
  expect(words(schema, 'a/b')).toBe('no folder')
  expect(words(schema, 'a/b', { fr: 'sans dossier', en: 'without a folder' })).toBe('sans dossier')
})
