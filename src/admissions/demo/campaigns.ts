import { Temporal } from 'temporal-polyfill'
import type { DestroyedCounts } from '../destruction/destruction-report.ts'
import { dayFrom, instantFrom, type Season, type SeasonCampaign } from './season.ts'

/** What the proof of a destruction counts; one file was gone before. */
const destroyedCounts: DestroyedCounts = {
  accounts: 4812,
  candidates: 4790,
  applications: 9377,
  decisions: 8541,
  attachments: 18_204,
  answers: 6120,
  opi: 2310,
  events: 41_877,
  mails: 15_032,
  filesListed: 18_166,
  filesRemoved: 18_165,
  filesAbsent: 1,
  folders: 4812,
}

/**
 * Four years of campaigns: one destroyed, with its proof; one archived, whose destruction is due; the one in service; and the
 * next, which waits for BATCH_ARCHIVAGE. Returns the two that have accounts.
 */
export async function addCampaigns(season: Season, accounts: number): Promise<SeasonCampaign[]> {
  const { db, sisKind, now } = season
  const year = Temporal.PlainDate.from(season.today).year
  async function add(at: number, values: Readonly<Record<string, unknown>>): Promise<number> {
    const start = dayFrom(season, -250 + at * 366)
    const row = {
      sis_kind: sisKind,
      code: String(year + at),
      label: `Admissions ${year + at}`,
      start_on: start,
      end_on: dayFrom(season, 115 + at * 366),
      candidate_end_on: dayFrom(season, 85 + at * 366),
      created_at: instantFrom(season, -260 + at * 366),
      changed_at: now,
      changed_by: 'demo',
      ...values,
    }
    const names = Object.keys(row)
    const { rows } = await db.query<{ id: number }>(
      `insert into admissions.campaign (${names.join(', ')})
       values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(row),
    )
    return rows[0]!.id
  }
  const destroyed = await add(-2, {
    activated_at: instantFrom(season, -250 - 732),
    archived_at: instantFrom(season, -250 - 366),
    destroyed_at: instantFrom(season, -30),
  })
  const archived = await add(-1, {
    activated_at: instantFrom(season, -250 - 366),
    archived_at: instantFrom(season, -400),
  })
  const current = await add(0, {
    in_service: true,
    activated_at: instantFrom(season, -250),
    archives_id: archived,
  })
  await add(1, { activation_asked: instantFrom(season, -1), archives_id: current })
  await db.query(
    `insert into admissions.destruction_report
       (campaign_id, campaign_code, archived_at, retention_days, started_at, completed_at, asked_by, counts, keep_until)
     values ($1, $2, $3, 365, $4, $4::timestamptz + interval '7 minutes 12 seconds', 'demo', $5, $6)`,
    [
      destroyed,
      String(year - 2),
      instantFrom(season, -250 - 366),
      instantFrom(season, -30),
      JSON.stringify(destroyedCounts),
      dayFrom(season, -30 + 5 * 365),
    ],
  )
  return [
    {
      id: archived,
      code: String(year - 1),
      prefix: 'R',
      accounts: Math.ceil(accounts / 6),
      archived: true,
    },
    { id: current, code: String(year), prefix: 'S', accounts, archived: false },
  ]
}
