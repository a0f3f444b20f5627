import { createHash } from 'node:crypto'
import { hashPassword, verifyPassword } from '../../../platform/accounts/password.ts'

/** Hashing takes tens of milliseconds in a thread of libuv's pool, which has four. */
const atOnce = 4

/**
 * The passwords of a chunk. Planning goes line by line and must not wait for each: a new password is a mark that stands for
 * its hash until `settle` has hashed all of them.
 */
export interface Passwords {
  /** Compares stored hashes with what files give, all at once; `same` finds the answers here. */
  compare(pairs: readonly (readonly [stored: string, text: string])[]): Promise<void>
  same(stored: string | null, text: string): Promise<boolean>
  mark(text: string): string
  settle(): Promise<void>
  /** The hash of a mark, once settled; anything else as it is. */
  hashOf(value: string): string
}

/** In a simulation nothing is hashed: what stands for a hash is compared like one, and is gone with the transaction. */
export function passwords(simulate: boolean): Passwords {
  const answers = new Map<string, boolean>()
  const texts = new Map<string, string>()
  const hashes = new Map<string, string>()

  const verify = async (stored: string, text: string): Promise<boolean> => {
    if (simulate && stored.startsWith(simulatedPrefix)) return stored === simulated(text)
    return await verifyPassword(text, stored)
  }
  return {
    async compare(pairs) {
      const wanted = new Map(pairs.map((pair) => [pair.join('\n'), pair]))
      await parallel([...wanted], async ([key, [stored, text]]) => {
        answers.set(key, await verify(stored, text))
      })
    },
    async same(stored, text) {
      if (stored === null) return false
      const pending = texts.get(stored)
      if (pending !== undefined) return pending === text
      return answers.get(`${stored}\n${text}`) ?? (await verify(stored, text))
    },
    mark(text) {
      if (simulate) return simulated(text)
      const mark = `pending ${texts.size + 1}`
      texts.set(mark, text)
      return mark
    },
    async settle() {
      await parallel([...texts], async ([mark, text]) => {
        hashes.set(mark, await hashPassword(text))
      })
    },
    hashOf: (value) => hashes.get(value) ?? value,
  }
}

const simulatedPrefix = 'simulated '

function simulated(text: string): string {
  return simulatedPrefix + createHash('sha256').update(text.normalize('NFC')).digest('base64')
}

async function parallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
