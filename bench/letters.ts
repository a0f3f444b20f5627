import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import type { Letter } from '../src/health/letters/letter.ts'
import { printLetters } from '../src/health/letters/print-letters.ts'
import { defaultTemplates } from '../src/health/letters/template/letter-template.ts'
import { seededRandom } from '../test/support/seeded-random.ts'

/**
 * Prints that many letters as REL_COU does, 2,000 a file: laid out, written and synced. No two are alike: names,
 * addresses and texts differ, one in twenty has two pages.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({ args: options, options: { letters: { type: 'string', default: '10000' } } })
  const letters = Number(values.letters)
  const directory = mkdtempSync(join(tmpdir(), 'nocturne-bench-letters-'))
  const printed = lettersOf(letters)
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  try {
    const begun = performance.now()
    const { files, failures } = await printLetters(printed, {
      kind: 'follow-up',
      template: { ...defaultTemplates['follow-up'], place: 'Essaiville' },
      date: '2026-03-05',
      createdAt: Temporal.Instant.from('2026-03-05T00:30:00Z'),
      directory,
      baseName: 'REL_COU_20260305_013000',
      maxLetters: 2000,
    })
    const ms = performance.now() - begun
    if (failures.length > 0) throw new Error(`${failures.length} letters failed`)
    const sum = (of: 'pages' | 'bytes') => files.reduce((total, file) => total + file[of], 0)
    return {
      letters,
      ms: Math.round(ms),
      pages: sum('pages'),
      bytes: sum('bytes'),
      files: files.length,
      memoryMb: Math.round(Math.max(peak, process.memoryUsage.rss()) / 1_000_000),
    }
  } finally {
    clearInterval(watch)
    rmSync(directory, { recursive: true })
  }
}

const syllables = [
  'ta',
  'né',
  'lo',
  'ri',
  'ça',
  'mu',
  'dé',
  'vo',
  'pi',
  'gue',
  'zan',
  'bel',
  'ker',
  'oï',
  'st',
]
const words = [
  'souhaite',
  'vous',
  'revoir',
  'rendez-vous',
  'prendre',
  'merci',
  'secrétariat',
  'de',
  'à',
  'l’accueil',
  'bientôt',
  'dossier',
  'quand',
  'téléphone',
]

function lettersOf(count: number): Letter[] {
  const random = seededRandom(2026)
  const name = () => {
    const made = Array.from({ length: random.between(2, 4) }, () => random.pick(syllables)).join('')
    return made.charAt(0).toUpperCase() + made.slice(1)
  }
  const sentence = () =>
    `${Array.from({ length: random.between(8, 25) }, () => random.pick(words)).join(' ')} ${name()}.`
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    text: Array.from({ length: random.chance(0.05) ? 30 : random.between(2, 6) }, sentence).join('\n\n'),
    firstLetterOn: null,
    recipient: {
      firstName: name(),
      familyName: `${name().toUpperCase()} ${name().toUpperCase()}`,
      usageName: random.chance(0.1) ? name() : null,
      address1: `${random.between(1, 200)} ${random.pick(['rue', 'avenue', 'boulevard'])} ${name()} ${name()}`,
      address2: random.chance(0.3) ? `Appartement ${random.between(1, 999)}` : null,
      address3: random.chance(0.2) ? `Résidence ${name()}` : null,
      postalCode: String(random.between(10_000, 95_999)),
      town: `${name()}-sur-${name()}`,
      countryCode: '100',
      countryName: null,
    },
  }))
}
