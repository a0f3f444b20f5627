/**
 * What npm `reflect-metadata` would add to `Reflect`: @peculiar/x509 stands on a library that refuses to load without it
 * and asks it for next to nothing. Imported before it.
 */
const kept = new WeakMap<object, Map<unknown, unknown>>()

const additions = {
  defineMetadata(key: unknown, value: unknown, target: object) {
    const own = kept.get(target) ?? new Map<unknown, unknown>()
    kept.set(target, own.set(key, value))
  },
  getOwnMetadata: (key: unknown, target: object) => kept.get(target)?.get(key),
  getMetadata: (key: unknown, target: object) => {
    for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at))
      if (kept.get(at)?.has(key)) return kept.get(at)!.get(key)
    return undefined
  },
  metadata: (key: unknown, value: unknown) => (target: object) =>
    additions.defineMetadata(key, value, target),
}
for (const [name, addition] of Object.entries(additions))
  if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value: addition, configurable: true })
