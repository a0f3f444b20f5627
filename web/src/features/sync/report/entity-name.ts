/** What a thing that a line changes is called; its own name where it has none. */
export function entityName(names: Readonly<Record<string, string>>, entity: string): string {
  const key = entityKey(entity)
  return Object.hasOwn(names, key) ? (names[key] ?? entity) : entity
}

/** `cohort member` → `cohortMember`. */
export function entityKey(entity: string): string {
  return entity.replaceAll(/[ -]+(.)/g, (_, letter: string) => letter.toUpperCase())
}
