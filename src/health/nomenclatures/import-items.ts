import type pg from 'pg'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { Editor } from '../editing.ts'
import { type FileItem, type ItemFile, readItemFile } from './item-file.ts'
import { nomenclatureOf } from './read-nomenclatures.ts'

/** What became of the lines of a file of items: created + updated + unchanged + rejected are all of them. */
export interface ItemImport {
  readonly dryRun: boolean
  readonly encoding: ItemFile['encoding']
  readonly refusal: Text | null
  readonly lines: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  /** In the order of the file; the first ones, where there are many. */
  readonly faults: readonly { readonly line: number; readonly message: Text }[]
}

interface StoredItem {
  readonly id: number
  readonly parentCode: string | null
  readonly code: string
  readonly label: string
  readonly active: boolean
}

interface ItemPlan {
  /** Upper ones first. */
  readonly created: readonly FileItem[]
  readonly updated: readonly { readonly id: number; readonly label: string }[]
  readonly unchanged: number
  readonly faults: readonly { readonly line: number; readonly message: Text }[]
}

const shownFaults = 200

/**
 * Takes a file of items in, all of it in one transaction: new codes are created, others get the label of the file and
 * are in use again. Codes that the file does not name stay as they are. Throws `EditRefused` for an unknown list.
 */
export async function importItems(
  database: Database,
  editor: Editor,
  nomenclature: string,
  bytes: Buffer,
  dryRun: boolean,
): Promise<ItemImport> {
  const file = readItemFile(bytes)
  return await transaction(database.pool, async (client) => {
    const list = await nomenclatureOf(client, nomenclature)
    await client.query('select from nomenclature where id = $1 for update', [list.id])
    const { rows: stored } = await client.query<StoredItem>(
      `select item.id, parent.code as "parentCode", item.code, item.label, item.active
       from nomenclature_item item left join nomenclature_item parent on parent.id = item.parent_id
       where item.nomenclature_id = $1`,
      [list.id],
    )
    const plan = planItems(file, stored, list.twoLevels)
    if (!dryRun) await apply(client, list.id, plan)
    const faults = [...file.faults, ...plan.faults].sort((one, other) => one.line - other.line)
    const result: ItemImport = {
      dryRun,
      encoding: file.encoding,
      refusal: file.refusal,
      lines: file.items.length + file.faults.length,
      created: plan.created.length,
      updated: plan.updated.length,
      unchanged: plan.unchanged,
      rejected: faults.length,
      faults: faults.slice(0, shownFaults),
    }
    if (!dryRun && file.refusal === null) {
      const { lines, created, updated, unchanged, rejected } = result
      await recordAudit(client, {
        actor: editor.author,
        action: 'nomenclature.imported',
        subject: `nomenclature:${nomenclature}`,
        application: 'health',
        address: editor.address,
        detail: { lines, created, updated, unchanged, rejected },
      })
    }
    return result
  })
}

const keyOf = (parent: string | null, code: string) => `${parent ?? ''}\u0000${code}`

/** Pure: what a file would make of a list. */
export function planItems(
  { items }: Pick<ItemFile, 'items'>,
  stored: readonly StoredItem[],
  twoLevels: boolean,
): ItemPlan {
  const known = new Map(stored.map((item) => [keyOf(item.parentCode, item.code), item]))
  const met = new Map<string, string>()
  const uppers = new Set(stored.filter((item) => item.parentCode === null).map((item) => item.code))
  const created: FileItem[] = []
  const updated: { id: number; label: string }[] = []
  const faults: { line: number; message: Text }[] = []
  let unchanged = 0
  // A component may stand before its establishment.
  const upperFirst = [
    ...items.filter((item) => item.parent === ''),
    ...items.filter((item) => item.parent !== ''),
  ]
  for (const item of upperFirst) {
    const key = keyOf(item.parent, item.code)
    const earlier = met.get(key)
    const fault = faultOf(item, earlier, twoLevels, uppers)
    if (fault !== null) {
      faults.push({ line: item.line, message: fault })
      continue
    }
    if (item.parent === '') uppers.add(item.code)
    const before = known.get(key)
    if (earlier !== undefined || (before?.label === item.label && before.active)) unchanged++
    else if (before === undefined) created.push(item)
    else updated.push({ id: before.id, label: item.label })
    met.set(key, item.label)
  }
  return { created, updated, unchanged, faults }
}

function faultOf(
  item: FileItem,
  earlierLabel: string | undefined,
  twoLevels: boolean,
  uppers: ReadonlySet<string>,
): Text | null {
  if (item.parent !== '' && !twoLevels)
    return {
      fr: "cette nomenclature n'a qu'un niveau : parent inutile",
      en: 'this list has one level: no parent',
    }
  if (item.parent !== '' && !uppers.has(item.parent))
    return { fr: `parent inconnu : ${item.parent}`, en: `unknown parent: ${item.parent}` }
  if (earlierLabel !== undefined && earlierLabel !== item.label)
    return {
      fr: `code ${item.code} déjà donné plus haut avec un autre label`,
      en: `code ${item.code} was given above with another label`,
    }
  return null
}

async function apply(client: pg.PoolClient, listId: number, { created, updated }: ItemPlan): Promise<void> {
  for (const level of [
    created.filter((item) => item.parent === ''),
    created.filter((item) => item.parent !== ''),
  ])
    await client.query(insertItems, [
      listId,
      level.map((item) => item.code),
      level.map((item) => item.label),
      level.map((item) => item.parent),
    ])
  await client.query(
    `update nomenclature_item item set label = again.label, active = true
     from unnest($1::bigint[], $2::text[]) as again (id, label)
     where item.id = again.id`,
    [updated.map((item) => item.id), updated.map((item) => item.label)],
  )
}

const insertItems = `
  insert into nomenclature_item (nomenclature_id, parent_id, code, label)
  select $1, parent.id, item.code, item.label
  from unnest($2::text[], $3::text[], $4::text[]) with ordinality as item (code, label, parent, position)
  left join nomenclature_item parent
    on parent.nomenclature_id = $1 and parent.parent_id is null and parent.code = item.parent and item.parent <> ''
  order by item.position`
