/**
 * Which of two spellings of one name is stored (health.md 3.8-1): the one that is there, unless the incoming
 * one brings accents that it lacks and loses none. `Zoe` becomes `Zoé`; `Paul` never becomes `PAUL`.
 */
export function keptSpelling(stored: string, incoming: string): string {
  if (stored === incoming) return stored
  const before = accentsOf(stored)
  const after = accentsOf(incoming)
  // Names of one key have the same letters in the same order; others are not compared.
  if (before.length !== after.length) return stored
  let brings = false
  for (let index = 0; index < before.length; index++) {
    if (after[index] === before[index]) continue
    if (after[index] === '') return stored
    if (before[index] === '') brings = true
    // Two different marks on one letter: the stored one stands.
    else return stored
  }
  return brings ? incoming : stored
}

/** For each letter or digit of the name's key, the marks that it bears, '' for none. */
function accentsOf(name: string): string[] {
  const marks: string[] = []
  for (const character of name.normalize('NFD')) {
    if (/\p{M}/u.test(character)) {
      if (marks.length > 0) marks[marks.length - 1] += character
    } else if (/[œæ]/i.test(character)) marks.push('ligature', 'ligature')
    else if (/ß/.test(character)) marks.push('', '')
    else if (/[a-z0-9]/i.test(character)) marks.push('')
  }
  return marks
}
