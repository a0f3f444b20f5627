import { expect, test } from 'vitest'
import { z } from 'zod'
import { schemaFields } from './schema-fields.ts'
import { storedValues, typedNumber, valueFault } from './schema-values.ts'

/** As the API gives them. */
const fields = schemaFields(
  z.toJSONSchema(
    z.strictObject({
      seuil: z.int().min(1).max(100).default(20).describe('Part de rejets'),
      taux: z.number().positive().default(1.5),
      essai: z.boolean().default(false),
      fichier: z.string().nullable().default(null),
      limite: z.int().min(1).nullable().default(null),
      source: z.enum(['APOGEE', 'CHU']).default('APOGEE'),
      jour: z.iso.date().nullable().default(null),
      composantes: z.array(z.string()).default([]),
      jours: z.array(z.enum(['mon', 'tue'])).default([]),
      code: z.string().max(3),
      autre: z.record(z.string(), z.number()).default({}),
    }),
    { io: 'input' },
  ) as Record<string, unknown>,
)
const field = (name: string) => fields.find((one) => one.name === name)!

test('each kind of parameter gets the input that fits it', () => {
  expect(fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'seuil integer',
    'taux number',
    'essai boolean',
    'fichier text',
    'limite integer',
    'source choice',
    'jour date',
    'composantes texts',
    'jours choices',
    'code text',
    'autre json',
  ])
})

test('labels, defaults and limits come from the schema', () => {
  expect(field('seuil')).toMatchObject({ label: 'Part de rejets', initial: 20, minimum: 1, maximum: 100 })
  expect(field('limite')).toMatchObject({ nullable: true, initial: null, maximum: null })
  expect(field('source').options).toEqual(['APOGEE', 'CHU'])
  expect(field('code')).toMatchObject({ label: 'code', required: true, maxLength: 3 })
})

test('a wrong value is found before the server is asked', () => {
  expect(valueFault(field('seuil'), 200)).toBe('maximum')
  expect(valueFault(field('seuil'), 1.5)).toBe('whole')
  expect(valueFault(field('seuil'), 'abc')).toBe('number')
  expect(valueFault(field('taux'), 0)).toBe('minimum')
  expect(valueFault(field('code'), '')).toBe('required')
  expect(valueFault(field('code'), 'ABCD')).toBe('length')
  expect(valueFault(field('fichier'), null)).toBeNull()
  expect(valueFault(field('seuil'), '')).toBeNull()
})

test('numbers are read as people type them', () => {
  expect(typedNumber('4,5')).toBe(4.5)
  expect(typedNumber(' 12 ')).toBe(12)
  expect(typedNumber('1 h')).toBe('1 h')
})

test('an input left empty falls back to its default, blank lines of a list are dropped', () => {
  expect(storedValues(fields, { seuil: '', composantes: ['UFR1', ' ', 'UFR2 '], fichier: '' })).toEqual({
    composantes: ['UFR1', 'UFR2'],
    fichier: '',
  })
})
