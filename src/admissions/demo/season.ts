import { Temporal } from 'temporal-polyfill'
import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import { fillApplications } from './applications.ts'
import { fillAttachments } from './attachments.ts'
import { addCampaigns } from './campaigns.ts'
import { fillDecisions } from './decisions.ts'
import { type Draw, drawOf } from './draw.ts'
import { fillForms } from './forms.ts'
import { addManagers } from './managers.ts'
import { addOffer } from './offer.ts'
import { fillOpi } from './opi.ts'
import { fillPeople } from './people.ts'
import { addReferenceCodes } from './reference-codes.ts'

export interface SeasonOptions {
  /** All dates are told from it: the same `now` and `seed` give the same rows. */
  readonly now: Temporal.Instant
  readonly timeZone: string
  readonly sisKind: SisKind
  /** Of the campaign in service; a sixth of as many lie in the archived one. */
  readonly accounts: number
  /** On the average, of a candidate; default 2. */
  readonly applicationsEach?: number
  readonly formations?: number
  /** Default true; two thirds of a large season's rows are attachments and their files. */
  readonly attachments?: boolean
  readonly seed?: number
}

export interface SeasonCampaign {
  readonly id: number
  readonly code: string
  /** First letter of its dossier numbers. */
  readonly prefix: string
  readonly accounts: number
  readonly archived: boolean
}

/** What every filler of the season stands on. */
export interface Season {
  readonly db: Queryable
  readonly sisKind: SisKind
  /** ISO 8601. */
  readonly now: string
  /** Civil, `AAAA-MM-JJ`. */
  readonly today: string
  readonly timeZone: string
  readonly applicationsEach: number
  readonly formations: number
  readonly draw: Draw
}

export interface SeasonCounts {
  readonly accounts: number
  readonly applications: number
  readonly decisions: number
  readonly opi: number
  readonly files: number
}

/** Enough for a demonstration: no application of the same person for one formation twice. */
const usualFormations = 24

/**
 * Fills an empty office with a plausible and obviously fictional season (people are TESTUN, numbered): the campaign in service,
 * the one before, archived and due for destruction, one destroyed, one that waits to be activated, and what every batch finds
 * work in. Set-based, in the caller's transaction: 50,000 accounts take less than a minute. The rows that stand outside a
 * season (mail templates, settings) are left alone; reference codes that are there stay as they are.
 *
 * The files of attachments are written by `writeSeasonFiles`, after the commit.
 */
export async function fillSeason(db: Queryable, options: SeasonOptions): Promise<SeasonCounts> {
  const season = seasonOf(db, options)
  await addReferenceCodes(season)
  await addOffer(season)
  const campaigns = await addCampaigns(season, options.accounts)
  for (const campaign of campaigns) {
    await fillPeople(season, campaign)
    await fillApplications(season, campaign)
    // The planner knows nothing yet of what has just been written.
    await db.query('analyze admissions.account, admissions.candidate, admissions.application')
    await fillDecisions(season, campaign)
    if (options.attachments !== false) await fillAttachments(season, campaign)
  }
  await fillOpi(season)
  await fillForms(season)
  await addManagers(season)
  return await countSeason(db)
}

function seasonOf(
  db: Queryable,
  { now, timeZone, sisKind, applicationsEach = 2, formations = usualFormations, seed = 1 }: SeasonOptions,
): Season {
  return {
    db,
    sisKind,
    now: now.toString(),
    today: now.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    timeZone,
    applicationsEach,
    formations,
    draw: drawOf(seed),
  }
}

async function countSeason(db: Queryable): Promise<SeasonCounts> {
  const { rows } = await db.query<SeasonCounts>(
    `select (select count(*) from admissions.account) as accounts,
            (select count(*) from admissions.application) as applications,
            (select count(*) from admissions.decision) as decisions,
            (select count(*) from admissions.opi) as opi,
            (select count(*) from admissions.stored_file) as files`,
  )
  return rows[0]!
}

/** `today` and so many days. */
export function dayFrom({ today }: Pick<Season, 'today'>, days: number): string {
  return Temporal.PlainDate.from(today).add({ days }).toString()
}

/** `now` and so many days, each of 24 hours. */
export function instantFrom({ now }: Pick<Season, 'now'>, days: number): string {
  return Temporal.Instant.from(now)
    .add({ hours: days * 24 })
    .toString()
}
