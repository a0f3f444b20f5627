/**
 * The parts of a path below a store's root, or null for one that is not strictly below it: absolute, empty, longer than a
 * row holds, with `.`, `..`, an empty part, a backslash, or a character that is no part of a name.
 */
export function storePathParts(path: string): readonly string[] | null {
  if (path.length === 0 || path.length > 1000) return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
  if (/[\u0000-\u001f\\]/.test(path)) return null
  const parts = path.split('/')
  return parts.some((part) => part === '' || part === '.' || part === '..') ? null : parts
}

/** Whether a campaign's code is one element of a path and nothing else (admissions.md 3.6, case 41). */
export function isSafeFolderName(code: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/.test(code)
}
