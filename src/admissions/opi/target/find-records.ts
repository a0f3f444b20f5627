import type { RemoteDatabase, RemoteValue } from '../../../platform/remote-database.ts'
import { type FoundBy, type FoundRecord, foundBy, type OpiKeys } from './opi-target.ts'
import { recordFields, wishFields, wishKey } from './record-fields.ts'
import { columnIn, type TableNames, tableIn } from './table-names.ts'

interface IdentityRow {
  id: number | string
  code: string
  student: number | string | null
  ine: string | null
  ine_key: string | null
  name: string | null
  first_name: string | null
  born: string | null
}

/** Four searches by index for all candidates at once, then the wishes of what they found. Values are always placeholders. */
export async function findRecords(
  database: RemoteDatabase,
  names: TableNames,
  keys: readonly OpiKeys[],
): Promise<Map<number, FoundRecord[]>> {
  const rows = await matchingRows(database, names, keys)
  const wishes = await wishesOf(database, names, [...rows.keys()])
  const search = indexOf([...rows.values()])
  return new Map(
    keys.map((key) => [
      key.candidateId,
      search(key).map(
        ([row, by]): FoundRecord => ({
          recordId: String(row.id),
          opiCode: row.code.trim(),
          by,
          birthName: trimmed(row.name),
          firstName: trimmed(row.first_name),
          bornOn: row.born,
          studentNo: row.student === null ? null : String(row.student),
          wishes: wishes.get(String(row.id)) ?? [],
        }),
      ),
    ]),
  )
}

async function matchingRows(
  database: RemoteDatabase,
  names: TableNames,
  keys: readonly OpiKeys[],
): Promise<Map<string, IdentityRow>> {
  const at = (usual: string) => columnIn(names, 'IND_OPI', usual)!
  const column = {
    id: at('COD_IND_OPI'),
    code: at('COD_OPI_INT_EPO'),
    student: at(recordFields.studentNo.column),
    ine: at(recordFields.ine.column),
    ineKey: at(recordFields.ineKey.column),
    name: at(recordFields.birthName.column),
    firstName: at(recordFields.firstName.column),
    born: at(recordFields.bornOn.column),
  }
  const day =
    database.dialect === 'postgres'
      ? `to_char(${column.born}, 'YYYY-MM-DD')`
      : `date_format(${column.born}, '%Y-%m-%d')`
  const select = `select ${column.id} as id, ${column.code} as code, ${column.student} as student, ${column.ine} as ine,
      ${column.ineKey} as ine_key, ${column.name} as name, ${column.firstName} as first_name, ${day} as born
    from ${tableIn(names, 'IND_OPI')} where `
  const found = new Map<string, IdentityRow>()
  const search = async (values: readonly RemoteValue[], where: (places: string) => string) => {
    const distinct = [...new Set(values)]
    if (distinct.length === 0) return
    const rows = await database.query<IdentityRow>(select + where(places(distinct.length)), distinct)
    for (const row of rows) found.set(String(row.id), row)
  }
  const given = (values: readonly (string | null | undefined)[]) =>
    values.filter((value): value is string => value !== null && value !== undefined && value !== '')
  await search(
    keys.flatMap(({ codes }) => codes),
    (of) => `${column.code} in (${of})`,
  )
  await search(given(keys.map(({ attached }) => attached?.recordId)), (of) => `${column.id} in (${of})`)
  await search(given(keys.map(({ studentNo }) => studentNo)), (of) => `${column.student} in (${of})`)
  await search(given(keys.map(({ ine }) => ine?.number)), (of) => `${column.ine} in (${of})`)
  // Names repeat, dates repeat; both together hardly: what is left over is sorted out below.
  const dates = [...new Set(keys.map(({ bornOn }) => bornOn))]
  const families = [...new Set(keys.map(({ birthName }) => birthName))]
  if (keys.length > 0) {
    const rows = await database.query<IdentityRow>(
      `${select} ${column.name} in (${places(families.length)}) and ${column.born} in (${places(dates.length)})`,
      [...families, ...dates],
    )
    for (const row of rows) found.set(String(row.id), row)
  }
  return found
}

/** For each candidate the rows that match, each by the strongest of what matches. */
function indexOf(rows: readonly IdentityRow[]): (key: OpiKeys) => [IdentityRow, FoundBy][] {
  const by = (keyOf: (row: IdentityRow) => string | null) => {
    const groups = new Map<string, IdentityRow[]>()
    for (const row of rows) {
      const key = keyOf(row)
      if (key === null) continue
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [row])
      else group.push(row)
    }
    return (keys: readonly string[]) => keys.flatMap((key) => groups.get(key) ?? [])
  }
  const ways: Readonly<Record<FoundBy, (keys: readonly string[]) => IdentityRow[]>> = {
    decision: by(({ id, code }) => `${id}/${code.trim()}`),
    code: by(({ code }) => code.trim()),
    'student-number': by(({ student }) => (student === null ? null : String(Number(student)))),
    ine: by((row) => (row.ine === null ? null : `${row.ine.trim()}/${trimmed(row.ine_key)}`)),
    name: by((row) => `${trimmed(row.name)}/${trimmed(row.first_name)}/${row.born}`),
  }
  return (key) => {
    const keysOf: Readonly<Record<FoundBy, readonly string[]>> = {
      decision: key.attached === null ? [] : [`${key.attached.recordId}/${key.attached.opiCode}`],
      code: key.codes,
      'student-number': key.studentNo === null ? [] : [String(Number(key.studentNo))],
      ine: key.ine === null ? [] : [`${key.ine.number}/${key.ine.key}`],
      name: [`${key.birthName}/${key.firstName}/${key.bornOn}`],
    }
    const matches = new Map<IdentityRow, FoundBy>()
    for (const way of foundBy)
      for (const row of ways[way](keysOf[way]))
        if (!matches.has(row) && !key.apartIds.includes(String(row.id))) matches.set(row, way)
    return [...matches]
  }
}

function trimmed(text: string | null): string {
  return text?.trim() ?? ''
}

async function wishesOf(
  database: RemoteDatabase,
  names: TableNames,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const wishes = new Map<string, string[]>()
  if (ids.length === 0) return wishes
  const column = (usual: string) => columnIn(names, 'VOEUX_INS', usual)!
  const id = column('COD_IND_OPI')
  const rows = await database.query<{ id: number | string; cge: string; stage: string; version: string }>(
    `select ${id} as id, ${column(wishFields.cge.column)} as cge, ${column(wishFields.stage.column)} as stage,
       ${column(wishFields.stageVersion.column)} as version
     from ${tableIn(names, 'VOEUX_INS')} where ${id} in (${places(ids.length)})`,
    ids,
  )
  for (const row of rows) {
    const key = wishKey({ cge: row.cge, stage: row.stage, stageVersion: String(row.version) })
    const list = wishes.get(String(row.id))
    if (list === undefined) wishes.set(String(row.id), [key])
    else list.push(key)
  }
  return wishes
}

export function places(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ')
}
