import type { Obstacle } from '../causes.ts'
import { type OpiWish, wishFields } from '../target/record-fields.ts'
import type { OpiRow } from './candidate.ts'

/** The wish of an application (admissions.md 5.2), or what its formation lacks. A code is never cut. */
export function opiWish(row: OpiRow, { regimeStatus }: { regimeStatus: boolean }): OpiWish | Obstacle {
  const { formation } = row
  const stage = blank(formation.stage)
  const stageVersion = blank(formation.stageVersion)
  const cge = blank(formation.cge)
  if (stage === null) return { cause: 'no-stage', detail: formation.code }
  if (stageVersion === null) return { cause: 'no-stage-version', detail: formation.code }
  if (cge === null) return { cause: 'no-cge', detail: formation.code }
  const diploma = blank(formation.diploma)
  const diplomaVersion = blank(formation.diplomaVersion)
  const both = diploma !== null && diplomaVersion !== null
  const wish: OpiWish = {
    cge,
    stage,
    stageVersion,
    rank: '1',
    diploma: both ? diploma : null,
    diplomaVersion: both ? diplomaVersion : null,
    decision: 'F',
    file: 'C',
    validation: 'N',
    exemption: blank(row.exemption),
    comment: row.amount,
    regime: regimeStatus ? blank(row.regime) : null,
  }
  for (const [field, { column, length }] of Object.entries(wishFields)) {
    const value = wish[field as keyof typeof wishFields]
    if (value !== null && value.length > length)
      return { cause: 'code-too-long', detail: `${column} : ${value}` }
  }
  return wish
}

export function isObstacle(wish: OpiWish | Obstacle): wish is Obstacle {
  return 'cause' in wish
}

function blank(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}
