import { expect, test } from 'vitest'
import { isEmail } from './email.ts'

test.each([
  'zoe.testun@example.invalid',
  'Zoe_TESTUN+essai@etu.example.org',
  "d'almeida@example.org",
  'x@a-b.example.org',
  `${'a'.repeat(64)}@example.org`,
])('%s is an address', (text) => expect(isEmail(text)).toBe(true))

test.each([
  '',
  'a@b',
  '@example.org',
  'zoe@',
  'zoe.example.org',
  'zoe@@example.org',
  'zoe@example@example.org',
  '.zoe@example.org',
  'zoe.@example.org',
  'zo..e@example.org',
  'zoé@example.org',
  'zoe testun@example.org',
  'zoe@example..org',
  'zoe@-example.org',
  'zoe@example-.org',
  'zoe@example.org.',
  'zoe@example.o',
  'zoe@192.0.2.1',
  'zoe@exam_ple.org',
  'zoe@example.org\nBcc',
  'Zoé <zoe@example.org>',
  `${'a'.repeat(65)}@example.org`,
  `zoe@${'a'.repeat(64)}.org`,
  `zoe@${'a.'.repeat(130)}org`,
])('%j is none', (text) => expect(isEmail(text)).toBe(false))
