import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEngine } from '../src/batch/engine.ts'
import { healthApplication } from '../src/health/application.ts'
import type { Letter } from '../src/health/letters/letter.ts'
import { type Database, openDatabase } from '../src/platform/database.ts'
import { smtpMailer } from '../src/platform/mail.ts'
import { settingsStore } from '../src/platform/settings.ts'
import { seededRandom } from '../test/support/seeded-random.ts'
import { withBenchServer } from './support/bench-server.ts'

/**
 * A run of REL_COU with that many letters due, 2,000 a file: from the request until the files are synced and the
 * follow-ups say so. No two letters are alike: names, addresses and texts differ, one in twenty has two pages.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({ args: options, options: { letters: { type: 'string', default: '10000' } } })
  const letters = Number(values.letters)
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-bench-letters-'))
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  try {
    return await withBenchServer(async (url) => {
      const database = openDatabase(url)
      await fill(database, lettersOf(letters))
      const engine = await startEngine({
        database,
        applications: [healthApplication],
        settings: settingsStore(database, healthApplication.settings),
        mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
        place: { timeZone: 'Europe/Paris', dataDirectory },
      })
      const begun = performance.now()
      const asked = await engine.requestRun({ code: 'REL_COU', trigger: 'cli', requestedBy: 'bench' })
      if (!asked.ok) throw new Error(asked.refusal.message.en)
      await engine.waitForRun(asked.runId)
      const ms = performance.now() - begun
      const { rows } = await database.pool.query<{ objects: number; pages: number; bytes: number }>(
        'select objects, pages, bytes::float from follow_up_edition where run_id = $1',
        [asked.runId],
      )
      await engine.stop()
      await database.close()
      const sum = (of: 'objects' | 'pages' | 'bytes') => rows.reduce((total, row) => total + row[of], 0)
      if (sum('objects') !== letters) throw new Error(`${sum('objects')} letters of ${letters} were printed`)
      return {
        letters,
        ms: Math.round(ms),
        pages: sum('pages'),
        bytes: sum('bytes'),
        files: rows.length,
        memoryMb: Math.round(Math.max(peak, process.memoryUsage.rss()) / 1_000_000),
      }
    })
  } finally {
    clearInterval(watch)
    rmSync(dataDirectory, { recursive: true })
  }
}

/** Students with an address, and a follow-up of each that is due. */
async function fill(database: Database, letters: readonly Letter[]): Promise<void> {
  await database.pool.query(
    `insert into student (id, family_name, usage_name, first_name, name_key, first_name_key, sex, birth_date,
                          nationality_code, address1, address2, address3, postal_code, town, country_code)
     select id, "familyName", "usageName", "firstName", 'TESTUN' || id, 'ZOE', 'F', '2005-03-14', '100',
            address1, address2, address3, "postalCode", town, '100'
     from jsonb_to_recordset($1) as letter (id bigint, "familyName" text, "usageName" text, "firstName" text,
       address1 text, address2 text, address3 text, "postalCode" text, town text)`,
    [JSON.stringify(letters.map(({ id, recipient }) => ({ id, ...recipient })))],
  )
  await database.pool.query(
    `insert into nomenclature_item (nomenclature_id, code, label)
     select id, 'ESSAI', 'Essai' from nomenclature where code = 'RELANCES'`,
  )
  await database.pool.query(
    `insert into follow_up (student_id, motive_id, created_by, due_on, letter_text)
     select letter.id, item.id, 'bench', '2026-01-05', letter.text
     from jsonb_to_recordset($1) as letter (id bigint, text text),
       nomenclature_item item join nomenclature list on list.id = item.nomenclature_id
     where list.code = 'RELANCES' and item.code = 'ESSAI'`,
    [JSON.stringify(letters.map(({ id, text }) => ({ id, text })))],
  )
  await database.pool.query('vacuum analyze')
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
