import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'web/dist')

/** What Vite's manifest says of a chunk: its file, and the chunks that it cannot start without. */
interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
}

const limitBytes = 250_000

test('the first visit of the list of batches loads less than 250 kB of compressed script', () => {
  const manifestFile = join(dist, '.vite/manifest.json')
  if (!existsSync(manifestFile)) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' })
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const entries = Object.keys(manifest).filter((key) => manifest[key]!.isEntry)
  const files = statically(manifest, [...entries, 'src/features/batches/batches-page.tsx'])

  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0)

  expect(files.length).toBeGreaterThan(1)
  expect(bytes).toBeLessThan(limitBytes)
})

/** The script files of some chunks and of all that they import statically, each once. */
function statically(manifest: Record<string, Chunk>, keys: readonly string[]): string[] {
  const seen = new Set<string>()
  const waiting = [...keys]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue
    seen.add(key)
    const chunk = manifest[key]
    if (!chunk) throw new Error(`No chunk ${key} in the manifest of web/dist`)
    waiting.push(...(chunk.imports ?? []))
  }
  return [...seen].map((key) => manifest[key]!.file).filter((file) => file.endsWith('.js'))
}
