import { type ReferenceTable, referenceTable, referenceTables } from '../../src/admissions/siscol/tables.ts'
import { copyEncoded, encodeRows } from '../../src/platform/copy-rows.ts'
import type { Database } from '../../src/platform/database.ts'
import { type BenchPlace, ratio, runBatch, settled, timed } from './admissions-place.ts'

const sample = 5_000

/**
 * BATCH_SYNCHRO_SISCOL on `rows` rows of 22 tables (three large ones, as communes, postcodes and schools are) from a PostgreSQL
 * source: into empty tables, with nothing changed, with 1 % changed. The yardstick is COPY of the same rows into tables
 * of text without an index; the peer one `INSERT … ON CONFLICT` a row, measured on schools and scaled.
 */
export async function benchSync(place: BenchPlace, rows: number) {
  const source = await place.create('sync_source', { migrated: false })
  const counts = countsOf(rows)
  await fillSource(source, counts)
  await settled(source)
  const database = await place.create('sync_office')
  const sync = () => runBatch(place, database, 'BATCH_SYNCHRO_SISCOL', { siscolUrl: source.url })
  const first = await sync()
  await settled(database)
  const unchanged = await sync()
  // One of 60 of these two, which are 60 % of the rows.
  await source.pool.query(`
    update commune set lib_com = lib_com || ' changée' where cod_com::int % 60 = 0;
    update etablissement set lib_etb = lib_etb || ' changé' where cod_etb::int % 60 = 0`)
  const changed = await sync()
  const copyMs = await copyAll(source, database)
  const naiveMs = (await insertOneByOne(source, database)) * (first.detail.lues! / sample)
  await source.close()
  await database.close()
  return {
    syncRows: first.detail.lues!,
    syncFirstMs: first.ms,
    syncUnchangedMs: unchanged.ms,
    syncUnchangedWrites: unchanged.detail.ajoutees! + unchanged.detail.modifiees!,
    syncOnePercentMs: changed.ms,
    syncOnePercentWrites: changed.detail.modifiees!,
    syncPeakMb: Math.max(first.peakMb, unchanged.peakMb, changed.peakMb),
    copyMs: Math.round(copyMs),
    syncFirstToCopy: ratio(first.ms, copyMs),
    syncOnePercentToCopy: ratio(changed.ms, copyMs),
    syncNaiveRatio: ratio(naiveMs, first.ms),
  }
}

function countsOf(rows: number): Map<string, number> {
  const large = Math.round(rows * 0.3)
  const known: Readonly<Record<string, number>> = {
    commune: large,
    commune_postcode: large,
    establishment: large,
    user: Math.round(rows * 0.05),
    bac: 500,
    bac_option: 500,
    bac_option_link: 4_000,
    bac_speciality: 500,
    bac_speciality_link: 4_000,
    country: 300,
  }
  const tables = referenceTables.filter(({ kinds }) => kinds.includes('A'))
  return new Map(tables.map(({ code }) => [code, known[code] ?? 20]))
}

async function fillSource({ pool }: Database, counts: ReadonlyMap<string, number>): Promise<void> {
  for (const [code, count] of counts) {
    const table = referenceTable(code)!
    const cells = table.columns.map((column, at) => `${cellOf(table, at, counts)} as ${column.source}`)
    await pool.query(
      `create table ${table.view} as select ${cells.join(', ')} from generate_series(1, ${count}) as n`,
    )
  }
  await pool.query(
    `create table version_apo as select '6.10'::varchar as cod_ver_apo, timestamp '2026-01-01' as dat_cre`,
  )
}

/** Codes are numbers; what names another table names one of its rows. Two parents: all pairs, one after the other. */
function cellOf(table: ReferenceTable, at: number, counts: ReadonlyMap<string, number>): string {
  const { name, type, key, parent, longest } = table.columns[at]!
  if (type === 'flag') return `'O'::text`
  if (parent !== null) {
    const before = table.columns.slice(0, at).reduce((product, one) => {
      return key && one.key && one.parent !== null ? product * counts.get(one.parent)! : product
    }, 1)
    return codeOf(`(n - 1) / ${before} % ${counts.get(parent)!} + 1`)
  }
  if (key) return longest <= 5 ? `lpad((n % 100000)::text, 5, '0')` : codeOf('n')
  if (name === 'state') return `'O'::text`
  return longest <= 4 ? `'2021'::text` : `'${name} numéro ' || n`
}

const codeOf = (number: string) => `lpad((${number})::text, 6, '0')`

/** The rows as COPY text, then the time of copying them into tables of their columns. */
async function copyAll(source: Database, { pool }: Database): Promise<number> {
  let ms = 0
  for (const table of referenceTables.filter(({ kinds }) => kinds.includes('A'))) {
    const names = table.columns.map(({ source }) => source)
    const { rows } = await source.pool.query<{ line: string }>(
      `select concat_ws(E'\\t', ${names.join(', ')}) || E'\\n' as line from ${table.view}`,
    )
    const encoded = encodeRows(rows.map(({ line }) => line))
    await pool.query(`create table copied_${table.code} (${names.map((name) => `${name} text`).join(', ')})`)
    const client = await pool.connect()
    ms += await timed(() => copyEncoded(client, `copied_${table.code}`, encoded))
    client.release()
  }
  return ms
}

/** Schools, each by a statement of its own into a table like ours, in one transaction. */
async function insertOneByOne(source: Database, { pool }: Database): Promise<number> {
  const { rows } = await source.pool.query<{ code: string; label: string; dept: string; commune: string }>(
    `select cod_etb as code, lib_etb as label, cod_dep as dept, cod_com_adr_etb as commune from etablissement limit $1`,
    [sample],
  )
  await pool.query(
    `create table one_by_one (like admissions.siscol_establishment including all);
     alter table one_by_one add foreign key (dept_code, sis_kind) references admissions.siscol_dept,
       add foreign key (commune_code, sis_kind) references admissions.siscol_commune`,
  )
  const client = await pool.connect()
  const ms = await timed(async () => {
    await client.query('begin')
    for (const { code, label, dept, commune } of rows)
      await client.query(
        `insert into one_by_one (code, sis_kind, label, dept_code, commune_code) values ($1, 'A', $2, $3, $4)
         on conflict (code, sis_kind) do update set label = excluded.label, dept_code = excluded.dept_code,
           commune_code = excluded.commune_code, changed_at = now()`,
        [code, label, dept, commune],
      )
    await client.query('commit')
  })
  client.release()
  return ms
}
