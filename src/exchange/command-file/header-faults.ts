import type { Text } from '../../platform/text.ts'
import type { FileFault } from './file-fault.ts'
import { quotedValue, shownSeparator, shownValue } from './shown-value.ts'
import type { LineMessage } from './verdict.ts'

/* Why the header of a command file is refused, and what is said of one that is taken. */

/** Names listed in one message. */
const mostNames = 60

export function unreadableHeader(line: number): FileFault {
  return fault('UNREADABLE_HEADER', line, null, {
    fr: 'La ligne d’en-tête ne peut pas être lue : un guillemet n’y est pas fermé, ou un nom continue après son guillemet fermant.',
    en: 'The header line cannot be read: a quote is not closed, or a name goes on after its closing quote.',
  })
}

export function headerTooLong(line: number): FileFault {
  return fault('HEADER_TOO_LONG', line, null, {
    fr: 'La ligne d’en-tête est trop longue : ce n’est pas celle d’un fichier de commande.',
    en: 'The header line is too long: it is not that of a command file.',
  })
}

export function noColumnName(line: number): FileFault {
  return fault('NO_HEADER', line, null, {
    fr: `Aucun nom de colonne n’est reconnu dans la ligne ${line} : la ligne d’en-tête manque-t-elle ?`,
    en: `No name of a column is recognised in line ${line}: is the header line missing?`,
  })
}

/** `name`: where it was found, when the other columns are separated as they should be. */
export function wrongSeparator(
  line: number,
  found: string,
  expected: string,
  name: string | null,
): FileFault {
  const is = shownSeparator(found)
  const due = shownSeparator(expected)
  const where = name === null ? { fr: '', en: '' } : between(' dans ', ' in ', quotedValue(name))
  return fault('WRONG_SEPARATOR', line, name, {
    fr: `Séparateur de champ inattendu : l’en-tête contient ${is.fr}${where.fr}, ${due.fr} est attendu. Enregistrez le fichier avec ${due.fr}, ou changez le séparateur dans les réglages.`,
    en: `Unexpected field separator: the header holds ${is.en}${where.en}, ${due.en} is expected. Save the file with ${due.en}, or change the separator in the settings.`,
  })
}

/** `positions` count from 1. */
export function emptyNames(line: number, positions: readonly number[]): FileFault {
  const shown = positions.slice(0, mostNames).join(', ')
  return fault('EMPTY_COLUMN', line, null, {
    fr: `Colonne sans nom dans l’en-tête (n° ${shown}) : nommez-la ou retirez-la du fichier.`,
    en: `Column without a name in the header (no. ${shown}): name it or remove it from the file.`,
  })
}

/** The header ends with a separator, and a line has a value below it. */
export function valueWithoutName(line: number, position: number): FileFault {
  return fault('EMPTY_COLUMN', line, null, {
    fr: `La colonne n° ${position} n’a pas de nom dans l’en-tête et la ligne ${line} y a une valeur : nommez la colonne ou retirez-la du fichier.`,
    en: `Column no. ${position} has no name in the header and line ${line} has a value there: name the column or remove it from the file.`,
  })
}

export function duplicateColumn(line: number, name: string, canonical: string): FileFault {
  const shown = quotedValue(name)
  const same =
    name === canonical
      ? { fr: '', en: '' }
      : between(', autre nom de ', ', another name of ', quotedValue(canonical), ',')
  return fault('DUPLICATE_COLUMN', line, name, {
    fr: `La colonne ${shown.fr}${same.fr} est en double dans l’en-tête : gardez-en une seule.`,
    en: `Column ${shown.en}${same.en} stands twice in the header: keep only one.`,
  })
}

export type Suggestion = { readonly why: 'case' | 'spelling'; readonly name: string } | null

export function unknownColumn(line: number, name: string, suggestion: Suggestion): FileFault {
  const shown = quotedValue(name)
  const advice = adviceOf(suggestion, /[,;:\t]/.exec(name)?.[0] ?? null)
  return fault('UNKNOWN_COLUMN', line, name, {
    fr: `La colonne ${shown.fr} n’est pas connue${advice.fr}`,
    en: `Column ${shown.en} is not known${advice.en}`,
  })
}

function adviceOf(suggestion: Suggestion, stray: string | null): Text {
  if (suggestion?.why === 'case')
    return between(
      ' : les noms s’écrivent en minuscules, ',
      ': names are written in lower case, ',
      quotedValue(suggestion.name),
      '.',
    )
  if (suggestion !== null)
    return between(' : vouliez-vous dire ', ': did you mean ', quotedValue(suggestion.name), ' ?', '?')
  if (stray !== null)
    return between(
      ' : un nom ne peut pas contenir ',
      ': a name cannot hold ',
      shownSeparator(stray),
      ' (séparateur de champ inattendu ?).',
      ' (an unexpected field separator?).',
    )
  return { fr: ' : retirez-la ou corrigez son nom.', en: ': remove it or correct its name.' }
}

/** `lookalike`: a column of the file that only differs by its case. */
export function missingColumn(line: number, name: string, lookalike: string | null): FileFault {
  const shown = quotedValue(name)
  const advice =
    lookalike === null
      ? { fr: ' : ajoutez-la', en: ': add it' }
      : between(
          ' : elle s’écrit en minuscules, le fichier a ',
          ': it is written in lower case, the file has ',
          quotedValue(lookalike),
        )
  return fault('MISSING_COLUMN', line, name, {
    fr: `La colonne obligatoire ${shown.fr} manque dans l’en-tête${advice.fr}.`,
    en: `The mandatory column ${shown.en} is missing from the header${advice.en}.`,
  })
}

export function otherFaults(line: number, count: number): FileFault {
  return fault('OTHER_FAULTS', line, null, {
    fr: `L’en-tête a ${count} autres défauts.`,
    en: `The header has ${count} more faults.`,
  })
}

/** The same fault, followed by the names that are accepted. `open`: there are others, with a number or a name inside. */
export function withAcceptedNames(last: FileFault, names: readonly string[], open: boolean): FileFault {
  const others = open
    ? {
        fr: ', et les colonnes numérotées ou de profil de cette opération',
        en: ', and the numbered or profile columns of this operation',
      }
    : { fr: '', en: '' }
  const list = names.join(', ')
  return {
    ...last,
    text: {
      fr: `${last.text.fr} Colonnes acceptées : ${list}${others.fr}.`,
      en: `${last.text.en} Accepted columns: ${list}${others.en}.`,
    },
  }
}

export function ignoredColumn(name: string): LineMessage {
  const shown = quotedValue(name)
  return warning('IGNORED_COLUMN', name, {
    fr: `La colonne ${shown.fr} est acceptée mais sans effet.`,
    en: `Column ${shown.en} is accepted but has no effect.`,
  })
}

export function unknownColumnsIgnored(names: readonly string[]): LineMessage {
  const list = names.slice(0, mostNames).map(shownValue).join(', ') + (names.length > mostNames ? '…' : '')
  return warning('UNKNOWN_COLUMNS_IGNORED', null, {
    fr: `${names.length === 1 ? 'Colonne inconnue, ignorée' : 'Colonnes inconnues, ignorées'} : ${list}.`,
    en: `${names.length === 1 ? 'Unknown column, ignored' : 'Unknown columns, ignored'}: ${list}.`,
  })
}

export function emptyLastColumn(position: number): LineMessage {
  return warning('EMPTY_LAST_COLUMN', null, {
    fr: `L’en-tête se termine par un séparateur : la colonne n° ${position}, sans nom et toujours vide, est ignorée.`,
    en: `The header ends with a separator: column no. ${position}, without name and always empty, is ignored.`,
  })
}

function fault(code: string, line: number | null, column: string | null, text: Text): FileFault {
  return { code, line, column: column === null ? null : shownValue(column), text }
}

function warning(code: string, column: string | null, text: Text): LineMessage {
  return { severity: 'warning', code, ...(column !== null && { column: shownValue(column) }), text }
}

/** A text around another one, in both languages. */
function between(fr: string, en: string, inner: Text, frEnd = '', enEnd = frEnd): Text {
  return { fr: `${fr}${inner.fr}${frEnd}`, en: `${en}${inner.en}${enEnd}` }
}
