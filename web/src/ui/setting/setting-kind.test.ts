import { expect, test } from 'vitest'
import { z } from 'zod'
import { settingKind } from './setting-kind.ts'

function kindOf(schema: z.ZodType) {
  return settingKind(z.toJSONSchema(schema, { io: 'input' }))
}

test('each shape of the settings has its input', () => {
  expect(kindOf(z.string().max(200))).toEqual({ kind: 'text', nullable: false, format: undefined })
  expect(kindOf(z.string().min(1).nullable())).toEqual({ kind: 'text', nullable: true, format: undefined })
  expect(kindOf(z.boolean())).toEqual({ kind: 'flag' })
  expect(kindOf(z.number().int().min(2).max(720))).toEqual({
    kind: 'number',
    integer: true,
    min: 2,
    max: 720,
  })
  expect(kindOf(z.number().min(0).max(1))).toEqual({ kind: 'share' })
  expect(kindOf(z.array(z.email()).readonly())).toEqual({ kind: 'list', format: 'email' })
  expect(kindOf(z.enum(['skip', 'once']))).toEqual({
    kind: 'choice',
    choices: ['skip', 'once'],
    nullable: false,
  })
})

test('a whole number without a limit is drawn without one', () => {
  expect(kindOf(z.number().int().min(1))).toEqual({ kind: 'number', integer: true, min: 1 })
})

test('what is no known shape is edited as JSON', () => {
  expect(kindOf(z.object({ a: z.string() }))).toEqual({ kind: 'json' })
  expect(kindOf(z.number().nullable())).toEqual({ kind: 'json' })
})
