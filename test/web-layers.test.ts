import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { expect, test } from 'vitest'

// app → features → ui → lib, and no feature imports another: web/README.md.

const source = join(import.meta.dirname, '../web/src')

interface Import {
  readonly from: string
  /** Path below web/src, or one that leaves it (`../../src/…`). */
  readonly to: string
  readonly typeOnly: boolean
}

const imports: readonly Import[] = globSync('**/*.{ts,tsx}', { cwd: source })
  .filter((file) => !file.includes('.test.'))
  .flatMap((from) =>
    [
      ...readFileSync(join(source, from), 'utf8').matchAll(/(import|export)\b([^'"]*?)['"](\.[^'"]+)['"]/g),
    ].map(([, , what, target]) => ({
      from,
      to: normalize(join(dirname(from), target!)),
      typeOnly: what!.trimStart().startsWith('type '),
    })),
  )

/** `features/audit`, `ui`, `lib`, `app`; the server's own code is `server`. */
function layer(path: string): string {
  const [first, second] = path.split(sep)
  if (first === '..') return 'server'
  return first === 'features' ? `features/${second}` : first!
}

function wrong(isAllowed: (from: string, to: string) => boolean): string[] {
  return imports
    .filter(({ from, to }) => layer(to) !== 'server' && !isAllowed(layer(from), layer(to)))
    .map(({ from, to }) => `${from} → ${to}`)
}

test('imports of the back-office run one way: app, features, ui, lib', () => {
  expect(imports.length).toBeGreaterThan(100)
  expect(wrong((from, to) => from !== 'lib' || to === 'lib')).toEqual([])
  expect(wrong((from, to) => from !== 'ui' || to === 'ui' || to === 'lib')).toEqual([])
  expect(wrong((from, to) => !from.startsWith('features/') || to !== 'app')).toEqual([])
})

test('no feature imports another', () => {
  expect(
    wrong((from, to) => !from.startsWith('features/') || !to.startsWith('features/') || from === to),
  ).toEqual([])
})

test('only types come from the server', () => {
  expect(
    imports
      .filter(({ to, typeOnly }) => layer(to) === 'server' && !typeOnly)
      .map(({ from, to }) => `${from} → ${to}`),
  ).toEqual([])
})
