import { expect, it } from 'vitest'
import { page } from './support/learning-docs.ts'

const contract = page('src/learning/driver/operation.ts')
const text = page('docs/learning-driver.md')

it('the page on drivers has every operation of the contract, and no other', () => {
  const kinds = [...contract.matchAll(/readonly kind: '([a-z-]+)'/g)].map(([, kind]) => kind!)
  const table = /^\| operation \|.*\n\|[-| ]+\n((?:\|.*\n)+)/m.exec(text)![1]!
  const told = table
    .trim()
    .split('\n')
    .flatMap((row) => [...row.split('|')[1]!.matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind!))
  expect(kinds.length).toBeGreaterThan(30)
  expect(told.sort()).toEqual(kinds.sort())
})
