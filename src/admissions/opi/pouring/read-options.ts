import type { Queryable } from '../../../platform/database.ts'
import type { Settings } from '../../../platform/settings.ts'
import { noBacCode, opiAddress, opiPrefix, opiRegimeStatus } from '../../settings.ts'
import type { OpiOptions } from '../record/candidate.ts'

/** The parameters of a record, and the years, as they are now. `today`: `AAAA-MM-JJ` in the establishment's zone. */
export async function readOptions(db: Queryable, settings: Settings, today: string): Promise<OpiOptions> {
  const { rows } = await db.query<{ year: string | null }>(
    `select max(code) as year from admissions.siscol_year where sis_kind = 'A' and in_service and state = 'O'`,
  )
  return {
    prefix: await settings.get(opiPrefix),
    address: await settings.get(opiAddress),
    regimeStatus: await settings.get(opiRegimeStatus),
    noBacCode: await settings.get(noBacCode),
    currentYear: Number(today.slice(0, 4)),
    openYear: rows[0]!.year,
  }
}
