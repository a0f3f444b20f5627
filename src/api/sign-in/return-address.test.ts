import { expect, test } from 'vitest'
import { returnAddress } from './return-address.ts'

test.each(['/', '/batches/IMP_QUO', '/runs/42?tab=log#end', '/batches?filter=a%2Fb'])(
  'after signing in one may go to %s',
  (path) => {
    expect(returnAddress(path)).toBe(path)
  },
)

test.each([
  undefined,
  '',
  'batches',
  'https://other.example/',
  '//other.example',
  '/\\other.example',
  '\\\\other.example',
  '/\t/other.example',
  '/\n\\other.example',
  '/.//other.example',
  '/x/..//other.example',
  'javascript:alert(1)',
  '/api/docs',
  '/sign-in?problem=SIGN_IN_FAILED',
  `/${'x'.repeat(3000)}`,
])('but %j leads to the first page', (wanted) => {
  expect(returnAddress(wanted)).toBe('/')
})

test('what a browser would read as a line break never reaches a header', () => {
  expect(returnAddress('/runs\r\nset-cookie: a=b')).toBe('/runsset-cookie:%20a=b')
})
