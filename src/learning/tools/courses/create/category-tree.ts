import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { CategoryRecord, Id } from '../../../driver/records.ts'
import type { CategoryWish } from './course-command.ts'
import { ambiguousCategory, noCategory, unknownCategoryId, unknownCategoryIdnumber } from './messages.ts'

/** The categories of the platform, with those that lines before have made. */
export interface CategoryTree {
  /** Finds what a line asks for; null: the default category, which is the oldest. */
  resolve(wish: CategoryWish | null): ResolvedCategory
  add(category: CategoryRecord): void
  /** `Sciences/Licence 1`. */
  path(id: Id): string
}

export type ResolvedCategory =
  /** `missing`: names of levels to make below `id`; null: from the root. */
  | { readonly ok: true; readonly id: Id; readonly missing: readonly [] }
  | { readonly ok: true; readonly id: Id | null; readonly missing: readonly string[] }
  | { readonly ok: false; readonly fault: LineMessage }

export function categoryTree(categories: readonly CategoryRecord[]): CategoryTree {
  const byId = new Map<Id, CategoryRecord>()
  const children = new Map<string, Id>()
  const byIdnumber = new Map<string, Id[]>()
  const add = (category: CategoryRecord) => {
    byId.set(category.id, category)
    children.set(place(category.parentId, category.name), category.id)
    if (category.idnumber !== null)
      byIdnumber.set(category.idnumber, [...(byIdnumber.get(category.idnumber) ?? []), category.id])
  }
  for (const category of categories) add(category)
  const oldest = categories.reduce<Id | null>(
    (least, { id }) => (least === null || id < least ? id : least),
    null,
  )
  return {
    add,
    resolve(wish) {
      if (wish === null) return oldest === null ? { ok: false, fault: noCategory() } : known(oldest)
      if (wish.by === 'id') {
        if (byId.has(wish.id)) return known(wish.id)
        const namesake = children.get(place(null, String(wish.id))) ?? null
        return { ok: false, fault: unknownCategoryId(wish.id, namesake) }
      }
      if (wish.by === 'idnumber') {
        const [found, other] = byIdnumber.get(wish.idnumber) ?? []
        if (other !== undefined) return { ok: false, fault: ambiguousCategory(wish.idnumber) }
        return found === undefined
          ? { ok: false, fault: unknownCategoryIdnumber(wish.idnumber) }
          : known(found)
      }
      let id: Id | null = null
      for (const [depth, name] of wish.levels.entries()) {
        const child = children.get(place(id, name))
        if (child === undefined) return { ok: true, id, missing: wish.levels.slice(depth) }
        id = child
      }
      return known(id!)
    },
    path(id) {
      const names: string[] = []
      for (
        let at = byId.get(id);
        at !== undefined;
        at = at.parentId === null ? undefined : byId.get(at.parentId)
      )
        names.unshift(at.name)
      return names.join('/')
    },
  }
}

function known(id: Id): ResolvedCategory {
  return { ok: true, id, missing: [] }
}

function place(parentId: Id | null, name: string): string {
  return `${parentId ?? ''}/${name}`
}
