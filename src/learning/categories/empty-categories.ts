import type { CategoryRecord, Id } from '../driver/records.ts'

/** What is looked for (learning.md 1.9, « Nettoyer les catégories »). */
export interface EmptyCategoriesAsked {
  /** « Catégorie parente »: only what is below it; null: everything, « --- Catégorie racine --- ». */
  readonly parentId: Id | null
  /** « Ignorer les sous-catégories vides »: a category whose subcategories hold no course either is empty too. */
  readonly ignoreEmptySubcategories: boolean
}

export interface EmptyCategory {
  readonly id: Id
  readonly name: string
  /** `Sciences/Licence 1`. */
  readonly path: string
}

/**
 * Pure: the categories to delete, children before their parents. `withCourses` are those that hold a course themselves; the
 * site's home page is one, so its category is never empty.
 */
export function emptyCategories(
  categories: readonly CategoryRecord[],
  withCourses: ReadonlySet<Id>,
  { parentId, ignoreEmptySubcategories }: EmptyCategoriesAsked,
): EmptyCategory[] {
  const children = Map.groupBy(categories, (category) => category.parentId)
  const found: EmptyCategory[] = []
  /** Whether there is no course in the category and below it. Goes down first, so that children come out first. */
  const visit = (category: CategoryRecord, path: string): boolean => {
    const below = (children.get(category.id) ?? []).map((child) => visit(child, `${path}/${child.name}`))
    const courseless = !withCourses.has(category.id) && below.every((one) => one)
    const empty = ignoreEmptySubcategories ? courseless : courseless && below.length === 0
    if (empty) found.push({ id: category.id, name: category.name, path })
    return courseless
  }
  const paths = categoryPaths(categories)
  for (const top of children.get(parentId) ?? []) visit(top, paths(top))
  return found
}

/** Gives the path of names of a category, `Sciences/Licence 1`. */
export function categoryPaths(categories: readonly CategoryRecord[]): (category: CategoryRecord) => string {
  const byId = new Map(categories.map((category) => [category.id, category]))
  return (category) => {
    const names = [category.name]
    for (let parent = category.parentId; parent !== null; parent = byId.get(parent)?.parentId ?? null)
      names.unshift(byId.get(parent)?.name ?? '')
    return names.join('/')
  }
}
