import { describe, expect, it } from 'vitest'
import { oneAhead } from './one-ahead.ts'

describe('oneAhead', () => {
  it('has the next item made while one is dealt with, and no more than that', async () => {
    const made: number[] = []
    async function* numbers() {
      for (let n = 1; n <= 3; n++) {
        made.push(n)
        yield n
      }
    }
    const seen: (readonly number[])[] = []
    for await (const item of oneAhead(numbers())) seen.push([item, ...made])
    expect(seen).toEqual([
      [1, 1, 2],
      [2, 1, 2, 3],
      [3, 1, 2, 3],
    ])
  })

  it('gives all that was made before it throws what making threw', async () => {
    async function* failing() {
      yield 1
      throw new Error('unreadable')
    }
    const seen: number[] = []
    const reading = async () => {
      for await (const item of oneAhead(failing())) seen.push(item)
    }
    await expect(reading()).rejects.toThrow('unreadable')
    expect(seen).toEqual([1])
  })

  it('closes what makes the items when nobody wants more, even where the next one fails', async () => {
    let closed = false
    async function* closing() {
      try {
        yield 1
        throw new Error('unreadable')
      } finally {
        closed = true
      }
    }
    for await (const _ of oneAhead(closing())) break
    expect(closed).toBe(true)
  })
})
