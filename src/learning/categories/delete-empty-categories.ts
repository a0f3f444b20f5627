import type { Driver, DriverUnit } from '../driver/driver.ts'
import type { Reader } from '../driver/reader.ts'
import type { Id } from '../driver/records.ts'
import { type EmptyCategoriesAsked, type EmptyCategory, emptyCategories } from './empty-categories.ts'

/** The empty categories of the platform, children before their parents. */
export async function findEmptyCategories(
  read: Pick<Reader, 'categories' | 'categoriesWithCourses'>,
  asked: EmptyCategoriesAsked,
): Promise<EmptyCategory[]> {
  return emptyCategories(await read.categories(), new Set(await read.categoriesWithCourses()), asked)
}

/** The same, asked of a driver outside any run: what the screen lists before its button is pressed. */
export function listEmptyCategories(driver: Driver, asked: EmptyCategoriesAsked): Promise<EmptyCategory[]> {
  return inOneChunk(driver, 'simulate', ({ read }) => findEmptyCategories(read, asked))
}

/**
 * Deletes empty categories: those of `only` (what the screen listed; null: all), as far as they are still empty at that
 * moment. Returns those deleted, children first.
 */
export function deleteEmptyCategories(
  driver: Driver,
  asked: EmptyCategoriesAsked & { readonly only: readonly Id[] | null },
): Promise<EmptyCategory[]> {
  return inOneChunk(driver, 'apply', async ({ read, apply }) => {
    const empty = await findEmptyCategories(read, asked)
    const wanted = asked.only === null ? null : new Set(asked.only)
    const chosen = wanted === null ? empty : empty.filter(({ id }) => wanted.has(id))
    const deleted = wanted === null ? chosen : withoutParentsThatStay(chosen, await read.categories())
    await apply(deleted.map(({ id }) => ({ kind: 'delete-category', id })))
    return deleted
  })
}

/** A parent whose child was not chosen stays. `chosen` has children first. */
function withoutParentsThatStay(
  chosen: readonly EmptyCategory[],
  categories: readonly { readonly id: Id; readonly parentId: Id | null }[],
): EmptyCategory[] {
  const children = Map.groupBy(categories, ({ parentId }) => parentId)
  const going = new Set<Id>()
  return chosen.filter(({ id }) => {
    const goes = (children.get(id) ?? []).every((child) => going.has(child.id))
    if (goes) going.add(id)
    return goes
  })
}

async function inOneChunk<T>(
  driver: Driver,
  mode: 'apply' | 'simulate',
  work: (unit: DriverUnit) => Promise<T>,
): Promise<T> {
  const session = await driver.open(mode)
  try {
    return await session.chunk(work, async () => {})
  } finally {
    await session.close()
  }
}
