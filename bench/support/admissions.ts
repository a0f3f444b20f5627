import { Temporal } from 'temporal-polyfill'
import { writeSeasonFiles } from '../../src/admissions/demo/attachments.ts'
import { fillSeason, type SeasonCounts } from '../../src/admissions/demo/season.ts'
import { type Database, transaction } from '../../src/platform/database.ts'

/** The day on which the benches of admissions stand: deadlines are told from it. */
export const benchDay = Temporal.Instant.from('2026-06-01T08:00:00Z')

export interface BenchSeason {
  readonly accounts: number
  /** On the average, of a candidate. */
  readonly applicationsEach: number
  readonly formations?: number
  readonly attachments?: boolean
  /** Where the files of attachments are written; absent: nowhere. */
  readonly filesRoot?: string
}

/** 50,000 accounts and 200,000 applications, as a large university has them in a year. */
export const largeSeason: BenchSeason = {
  accounts: 50_000,
  applicationsEach: 4,
  formations: 200,
  attachments: false,
}

/** Fills an empty database with a season on `benchDay`; says what it holds. */
export async function fillBenchSeason(
  database: Database,
  { filesRoot, ...season }: BenchSeason,
): Promise<SeasonCounts> {
  const counts = await transaction(database.pool, (client) =>
    fillSeason(client, { now: benchDay, timeZone: 'Europe/Paris', sisKind: 'A', ...season }),
  )
  await database.pool.query('vacuum analyze')
  if (filesRoot !== undefined) await writeSeasonFiles(database.pool, filesRoot)
  return counts
}

/** A file of accounts to load, each a new one: for CHARGE_CANDIDATURES. */
export function accountsFile(count: number, campaign: string): string {
  const lines = ['CAMPAGNE;NOM;PRENOM;MAIL;VALIDE;NE_LE;SEXE;PAYS_NAISSANCE;NATIONALITE;BAC\n']
  for (let n = 1; n <= count; n++)
    lines.push(`${campaign};TESTUN${n};Zoé;charge${n}@example.org;O;${(n % 28) + 1}/03/2007;F;100;100;NBGE\n`)
  return lines.join('')
}
