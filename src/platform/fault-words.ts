import type { z } from 'zod'
import type { Text } from './text.ts'

/**
 * What is wrong with a value, in both languages, from what its schema found. A rule that a schema words itself comes as
 * it is, unless `rule` says it better.
 */
export function faultWords(error: z.ZodError, rule?: Text): Text {
  const faults = error.issues.map((issue) => words(issue, rule))
  return {
    fr: [...new Set(faults.map((fault) => fault.fr))].join(' ; '),
    en: [...new Set(faults.map((fault) => fault.en))].join('; '),
  }
}

type Issue = z.ZodError['issues'][number]

function words(issue: Issue, rule: Text | undefined): Text {
  const told = wordsOf(issue, rule)
  const place = issue.path.join('.')
  if (place === '') return told
  // A place in a list is counted from 1, as people do.
  const shown = typeof issue.path[0] === 'number' ? String(issue.path[0] + 1) : place
  return { fr: `${shown} : ${told.fr}`, en: `${shown}: ${told.en}` }
}

function wordsOf(issue: Issue, rule: Text | undefined): Text {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? other(issue)
    case 'too_small':
      return small(issue)
    case 'too_big':
      return big(issue)
    case 'invalid_format':
      return formatWords[issue.format] ?? rule ?? other(issue)
    case 'invalid_value':
      return {
        fr: `Parmi : ${issue.values.join(', ')}`,
        en: `One of: ${issue.values.join(', ')}`,
      }
    case 'unrecognized_keys':
      return { fr: `Champ inconnu : ${issue.keys.join(', ')}`, en: `Unknown field: ${issue.keys.join(', ')}` }
    default:
      return rule ?? other(issue)
  }
}

function other({ message }: Issue): Text {
  return { fr: message, en: message }
}

function small(issue: Extract<Issue, { code: 'too_small' }>): Text {
  const least = String(issue.minimum)
  if (issue.origin === 'string')
    return least === '1'
      ? { fr: 'À remplir', en: 'To be filled in' }
      : { fr: `Au moins ${least} caractères`, en: `At least ${least} characters` }
  if (issue.origin === 'array') return { fr: `Au moins ${least} élément(s)`, en: `At least ${least} item(s)` }
  return { fr: `Au moins ${least}`, en: `At least ${least}` }
}

function big(issue: Extract<Issue, { code: 'too_big' }>): Text {
  const most = String(issue.maximum)
  if (issue.origin === 'string') return { fr: `Au plus ${most} caractères`, en: `At most ${most} characters` }
  if (issue.origin === 'array') return { fr: `Au plus ${most} élément(s)`, en: `At most ${most} item(s)` }
  return { fr: `Au plus ${most}`, en: `At most ${most}` }
}

const typeWords: Readonly<Record<string, Text>> = {
  number: { fr: 'Un nombre est attendu', en: 'A number is expected' },
  int: { fr: 'Un nombre entier est attendu', en: 'A whole number is expected' },
  string: { fr: 'Un texte est attendu', en: 'A text is expected' },
  boolean: { fr: 'Oui ou non (true ou false)', en: 'Yes or no (true or false)' },
  array: { fr: 'Une liste est attendue', en: 'A list is expected' },
  object: { fr: 'Un objet est attendu', en: 'An object is expected' },
}

const formatWords: Readonly<Record<string, Text>> = {
  email: { fr: 'Adresse électronique incorrecte', en: 'Not an e-mail address' },
  url: { fr: 'Adresse web incorrecte', en: 'Not a web address' },
  date: { fr: 'Date attendue : AAAA-MM-JJ', en: 'A date is expected: YYYY-MM-DD' },
}
