import { problem } from './problem.ts'

/** Pages send objects in objects, a few levels deep; parsers and the database walk deeper ones at a cost. */
const deepest = 40

/**
 * Throws the problem INVALID_REQUEST where something of a request cannot be what a page sends: a text that PostgreSQL
 * cannot store (U+0000, half a surrogate pair), or a value nested without end. Walks without recursion.
 */
export function refuseUnstorable(...parts: readonly unknown[]): void {
  const waiting = parts.map((value) => ({ value, depth: 0 }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next
    if (typeof value === 'string') refuseText(value)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    if (depth === deepest) throw problem('INVALID_REQUEST', { detail: words.deep })
    for (const [key, inner] of Object.entries(value)) {
      refuseText(key)
      waiting.push({ value: inner, depth: depth + 1 })
    }
  }
}

function refuseText(text: string): void {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw problem('INVALID_REQUEST', { detail: words.unstorable })
}

/** A name or address, with or without a port: what stands in links that this request leads to. */
export function isHost(host: string): boolean {
  return /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/.test(host)
}

const words = {
  unstorable: {
    fr: 'Un texte contient un caractère qui ne peut pas être enregistré (U+0000 ou moitié de caractère)',
    en: 'A text holds a character that cannot be stored (U+0000, or half of one)',
  },
  deep: { fr: `Plus de ${deepest} niveaux d’imbrication`, en: `Nested more than ${deepest} levels deep` },
}
