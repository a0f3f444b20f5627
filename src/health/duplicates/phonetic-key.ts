import { nameKey } from '../student-import/line/name-key.ts'

/**
 * `phon(s)` of health.md 2.6: how a French ear hears a name, in at most eight characters, so that DUPOND and DUPONT,
 * GAUTHIER and GOTIER meet. Nasal vowels become digits (1 in, 2 an, 3 on), the sound of CH becomes 8.
 */
export function phoneticKey(name: string): string {
  return phoneticKeyOf(nameKey(name))
}

/** The same of a name that is a key already (`nameKey`), such as the stored `name_key`. */
export function phoneticKeyOf(key: string): string {
  let text = key.replace(/[0-9]/g, '')
  let letters = lettersOf(text)
  for (const rule of rules) {
    if (rule.needs.every((some) => (letters & some) !== 0) && rule.pattern.test(text)) {
      text = text.replace(rule.everywhere, rule.by)
      letters |= rule.adds
    }
  }
  return cut(text, key)
}

/** The rule as it is written, each replacement in its turn: what the quick way is tested against. */
export function phoneticKeyByTheRule(key: string): string {
  let text = key.replace(/[0-9]/g, '')
  for (const [pattern, by] of replacements) text = text.replace(pattern, by)
  return cut(text, key)
}

function cut(text: string, key: string): string {
  const result = text.slice(0, 8)
  return result.length < 2 ? key.slice(0, 3) : result
}

/** In this order (health.md 2.6). The third member: letters without which the pattern cannot be found, one of each group. */
const replacements: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/PH/g, 'F', ['P', 'H']],
  [/SCH|SH/g, 'CH', ['S', 'H']],
  [/CH(?=[RLN])/g, 'K', ['C', 'H', 'RLN']],
  [/CH/g, '8', ['C', 'H']],
  [/H/g, '', ['H']],
  [/Y/g, 'I', ['Y']],
  [/W/g, 'V', ['W']],
  [/EAU|AU/g, 'O', ['A', 'U']],
  [/OU/g, 'U', ['O', 'U']],
  [/GN/g, 'N', ['G', 'N']],
  [/GU(?=[EI])/g, 'G', ['G', 'U', 'EI']],
  [/G(?=[EI])/g, 'J', ['G', 'EI']],
  [/QU?|CK/g, 'K', ['QC', 'QK']],
  [/C(?=[EI])/g, 'S', ['C', 'EI']],
  [/C/g, 'K', ['C']],
  [/BV/g, 'V', ['B', 'V']],
  [/(.)\1+/gu, '$1', []],
  [/(AI|EI|I|U)[NM](?![AEIOU])/g, '1', ['IU', 'NM']],
  [/(A|E)[NM](?![AEIOU])/g, '2', ['AE', 'NM']],
  [/O[NM](?![AEIOU])/g, '3', ['O', 'NM']],
  [/AI|EI/g, 'E', ['AE', 'I']],
  [/Z/g, 'S', ['Z']],
  [/OL?[DTXS]+$/g, 'O', ['O', 'DTXS']],
  [/[EDTSXP]+$/g, '', ['EDTSXP']],
  [/(.)\1+/gu, '$1', []],
]

/** Most names have the letters of a handful of the patterns: the others are not even looked for. */
const rules = replacements.map(([everywhere, by, groups]) => ({
  everywhere,
  pattern: new RegExp(everywhere.source, everywhere.flags.replace('g', '')),
  by,
  needs: groups.map(lettersOf),
  adds: lettersOf(by),
}))

/** A bit for each letter A–Z of a text. */
function lettersOf(text: string): number {
  let letters = 0
  for (let index = 0; index < text.length; index++) {
    const letter = text.charCodeAt(index) - 0x41
    if (letter >= 0 && letter < 26) letters |= 1 << letter
  }
  return letters
}
