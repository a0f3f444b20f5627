import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { CategoryRecord, Id } from '../../driver/records.ts'
import { find, soughtCategory } from '../../identity/found.ts'
import type { CohortCommand } from './cohort-command.ts'

/** Where the line wants its cohort: null for the whole platform, undefined where it does not say. */
export type WantedCategory =
  | { readonly ok: true; readonly categoryId: Id | null | undefined }
  | { readonly ok: false; readonly fault: LineMessage }

/** Looks a line's category up: by number, `0` being the whole platform; else by its idnumber (learning.md 1.12). */
export function categoryFinder(
  categories: readonly CategoryRecord[],
): (command: CohortCommand) => WantedCategory {
  const byId = Map.groupBy(categories, (category) => String(category.id))
  const byIdnumber = Map.groupBy(categories, (category) => category.idnumber ?? '')
  return ({ category, categoryIdnumber }) => {
    if (category === '0') return { ok: true, categoryId: null }
    if (category === '' && categoryIdnumber === '') return { ok: true, categoryId: undefined }
    const found =
      category === ''
        ? find(
            categoryIdnumber,
            'idnumber',
            byIdnumber.get(categoryIdnumber) ?? [],
            soughtCategory,
            'ccatcontextidnumber',
          )
        : find(category, 'id', byId.get(category) ?? [], soughtCategory, 'ccatcontext')
    return found.ok ? { ok: true, categoryId: found.it.id } : found
  }
}
