import type { Text } from '../../../platform/text.ts'
import {
  differs,
  ineGivenUp,
  type Side,
  shownLines,
  usualSide,
  type ValueName,
  valueNames,
} from './administrative-values.ts'
import { type ChildTable, childTables, sourceTable } from './child-tables.ts'
import type { ChildRow, TwoRecords } from './read-records.ts'

/** What merging two records would do: what the preview shows and the merge applies. */
export interface MergePlan {
  readonly values: readonly PlannedValue[]
  /** Rows of the absorbed record, by table. */
  readonly moves: readonly { readonly table: string; readonly rows: number }[]
  /** Equal enrolments: the more recent one stays. */
  readonly equalEnrolments: readonly EqualEnrolment[]
  /** INEs by which the kept record will be found beside its own. */
  readonly newAliases: readonly string[]
  readonly login: LoginPlan
  /** Records merged into the absorbed one before; they go with it. */
  readonly followers: number
  /** Why the two cannot be merged as things stand; empty: they can. */
  readonly refusals: readonly Text[]
}

export interface PlannedValue {
  readonly name: ValueName
  readonly kept: readonly string[]
  readonly absorbed: readonly string[]
  readonly differs: boolean
  /** Unless somebody chooses. */
  readonly from: Side
}

export interface EqualEnrolment {
  readonly year: number
  readonly establishment: string
  readonly component: string
  readonly diploma: string
  /** Whose stays. */
  readonly stays: Side
}

export interface LoginPlan {
  readonly kept: string | null
  readonly absorbed: string | null
  /** The absorbed record's login is kept in the journal only. */
  readonly givenUp: boolean
}

type Chosen = Partial<Readonly<Record<ValueName, Side>>>

/** The plan of a merge, with what was chosen so far. Pure. */
export function planMerge(records: TwoRecords, chosen: Chosen = {}): MergePlan {
  const { kept, absorbed } = records
  const keptLogin = textOf(kept.login)
  const absorbedLogin = textOf(absorbed.login)
  return {
    values: valueNames.map((name) => ({
      name,
      kept: shownLines(kept, name),
      absorbed: shownLines(absorbed, name),
      differs: differs(kept, absorbed, name),
      from: chosen[name] ?? usualSide(kept, absorbed, name),
    })),
    moves: childTables
      .filter(({ table }) => table !== 'record_lock' && table !== 'student_ine_alias')
      .map((table) => ({ table: table.table, rows: moved(records, table).length })),
    equalEnrolments: clashes(records, childTables[0]!).map(({ kept: own, absorbedWins }) => {
      const [year, establishment, component, diploma] = JSON.parse(own.key) as string[]
      return {
        year: Number(year),
        establishment: establishment!,
        component: component!,
        diploma: diploma!,
        stays: absorbedWins ? 'absorbed' : 'kept',
      }
    }),
    newAliases: newAliases(records, chosen),
    login: {
      kept: keptLogin,
      absorbed: absorbedLogin,
      givenUp: keptLogin !== null && absorbedLogin !== null,
    },
    followers: records.followers.length,
    refusals: refusalsOf(records),
  }
}

/** Of rows that both records have under one key: whether the absorbed record's is the later one. */
export function clashes(
  records: TwoRecords,
  table: ChildTable,
): { kept: ChildRow; absorbed: ChildRow; absorbedWins: boolean }[] {
  if (table.rows === 'several') return []
  const rows = records.rows[table.table] ?? []
  const own = new Map(rows.filter((row) => row.studentId === records.kept.id).map((row) => [row.key, row]))
  return rows
    .filter((row) => row.studentId === records.absorbed.id && own.has(row.key))
    .map((absorbed) => {
      const kept = own.get(absorbed.key)!
      return { kept, absorbed, absorbedWins: (absorbed.recency ?? '') > (kept.recency ?? '') }
    })
}

/** The absorbed record's rows that will be the kept record's. */
export function moved(records: TwoRecords, table: ChildTable): ChildRow[] {
  const lost = new Set(
    clashes(records, table)
      .filter(({ absorbedWins }) => !absorbedWins)
      .map(({ absorbed }) => absorbed),
  )
  return (records.rows[table.table] ?? []).filter(
    (row) => row.studentId === records.absorbed.id && !lost.has(row),
  )
}

/** The rows that give way, of either record. */
export function givenUp(records: TwoRecords, table: ChildTable): ChildRow[] {
  return clashes(records, table).map(({ kept, absorbed, absorbedWins }) => (absorbedWins ? kept : absorbed))
}

function newAliases(records: TwoRecords, chosen: Chosen): string[] {
  const ine = ineGivenUp(records.kept, records.absorbed, chosen)
  const followed = moved(records, childTables.find(({ table }) => table === 'student_ine_alias')!).map(
    ({ key }) => (JSON.parse(key) as string[])[0]!,
  )
  return [...new Set([...(ine === null ? [] : [ine]), ...followed])]
}

function refusalsOf({ kept, absorbed, openConsultations, openRecords }: TwoRecords): Text[] {
  const refusals: Text[] = []
  const which = (studentId: number): Text =>
    studentId === kept.id
      ? { fr: 'le dossier conservé', en: 'the record to keep' }
      : { fr: 'le dossier absorbé', en: 'the record to absorb' }
  for (const record of [kept, absorbed])
    if (record.merged_into !== null) {
      const { fr, en } = which(Number(record.id))
      refusals.push({
        fr: `${capital(fr)} a déjà été fusionné avec un autre`,
        en: `${capital(en)} has been merged into another one already`,
      })
    }
  for (const { id, studentId } of openConsultations) {
    const { fr, en } = which(studentId)
    refusals.push({
      fr: `Une consultation (n° ${id}) est ouverte dans ${fr} : il faut d’abord la terminer`,
      en: `A consultation (no. ${id}) is open in ${en}: it must be ended first`,
    })
  }
  for (const { studentId, holder } of openRecords) {
    const { fr, en } = which(studentId)
    refusals.push({
      fr: `${capital(fr)} est ouvert par ${holder} : il doit d’abord le fermer`,
      en: `${capital(en)} is open on the screen of ${holder}, who must close it first`,
    })
  }
  return refusals
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value)
}

/** Tables whose rows the merge writes, in the order in which it does. */
export const writtenTables: readonly ChildTable[] = [...childTables, sourceTable]
