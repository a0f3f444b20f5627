import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IdSet } from './id-set.ts'

test('it holds what was added and nothing else, identifiers of a simulation (below zero) included', () => {
  const id = fc.integer({ min: -5_000, max: 5_000_000_000 })
  fc.assert(
    fc.property(fc.array(id), fc.array(id), (added, asked) => {
      const set = new IdSet()
      for (const one of added) set.add(one)
      for (const one of [...added, ...asked, ...added.map((near) => near + 1)])
        expect(set.has(one)).toBe(added.includes(one))
    }),
  )
})
