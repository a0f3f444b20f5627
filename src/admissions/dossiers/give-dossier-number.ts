import { randomInt } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/** Without I, O, 0 and 1, which candidates read one for the other on the telephone. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const length = 8

export interface NumberOptions {
  /** CANDIDAT_PREFIXE_NUM_DOSS: at most two letters or digits. */
  readonly prefix: string
  readonly campaignCode: string
  readonly now: Temporal.Instant
}

/** Eight characters that begin with the prefix. */
export function drawDossierNumber(prefix: string, draw: (below: number) => number = randomInt): string {
  if (!/^[A-Z0-9]{0,2}$/.test(prefix)) throw new RangeError(`a prefix of dossier numbers: ${prefix}`)
  return (
    prefix + Array.from({ length: length - prefix.length }, () => alphabet[draw(alphabet.length)]).join('')
  )
}

/**
 * Gives out as many dossier numbers, each of which was never given before: they stay known after their account is gone
 * (admissions.md 3.6, 3.8). Call it in the transaction that makes the accounts.
 */
export async function giveDossierNumbers(
  db: Queryable,
  count: number,
  { prefix, campaignCode, now }: NumberOptions,
): Promise<string[]> {
  const given: string[] = []
  // A thousand million numbers for the longest prefix: more than a few draws mean that they are used up.
  for (let attempt = 0; given.length < count && attempt < 20; attempt++) {
    const drawn = Array.from({ length: count - given.length }, () => drawDossierNumber(prefix))
    const { rows } = await db.query<{ no: string }>(
      `insert into admissions.dossier_number (dossier_no, campaign_code, given_at)
       select distinct drawn.no, $2, $3::timestamptz from unnest($1::text[]) as drawn (no)
       on conflict (dossier_no) do nothing returning dossier_no as no`,
      [drawn, campaignCode, now.toString()],
    )
    given.push(...rows.map(({ no }) => no))
  }
  if (given.length < count) throw new Error(`no dossier number left under the prefix "${prefix}"`)
  return given
}

export async function giveDossierNumber(db: Queryable, options: NumberOptions): Promise<string> {
  return (await giveDossierNumbers(db, 1, options))[0]!
}
