import type { Obstacle } from '../causes.ts'
import type { FoundRecord } from '../target/opi-target.ts'

/**
 * Which record of the target is the candidate's (admissions.md 3.4): the one that an administrator decided on, or under a code of
 * ours, or of the same student number or INE. A name and a birth date alone never decide: twins and namesakes have them too.
 */
export type ChosenRecord =
  | { readonly ok: true; readonly record: FoundRecord | null }
  | { readonly ok: false; readonly obstacle: Obstacle }

export function chooseRecord(
  found: readonly FoundRecord[],
  { ownCode, bornOn, takenCodes }: ChoiceFacts,
): ChosenRecord {
  const by = (...ways: readonly FoundRecord['by'][]) => found.filter((record) => ways.includes(record.by))
  const [decided] = by('decision')
  if (decided !== undefined) return { ok: true, record: decided }
  const coded = by('code')
  const record = coded.find(({ opiCode }) => opiCode === ownCode) ?? coded[0]
  if (record !== undefined) return { ok: true, record }
  const numbered = by('student-number', 'ine')
  if (numbered.length > 1) return blocked('several-records', numbered)
  const [only] = numbered
  if (only !== undefined) {
    if (takenCodes.has(only.opiCode)) return blocked('shared-record', [only])
    if (only.bornOn !== bornOn) return blocked('identity-conflict', [only])
    return { ok: true, record: only }
  }
  const namesakes = by('name')
  if (namesakes.length === 0) return { ok: true, record: null }
  return blocked(namesakes.length === 1 ? 'homonym' : 'several-records', namesakes)
}

export interface ChoiceFacts {
  readonly ownCode: string
  readonly bornOn: string
  /** OPI codes of other dossiers of the campaign. */
  readonly takenCodes: ReadonlySet<string>
}

function blocked(
  cause: 'several-records' | 'shared-record' | 'identity-conflict' | 'homonym',
  records: readonly FoundRecord[],
): ChosenRecord {
  const detail = records
    .slice(0, 10)
    .map(({ opiCode }) => opiCode)
    .join(', ')
  return { ok: false, obstacle: { cause, detail } }
}
