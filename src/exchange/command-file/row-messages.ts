import type { LineMessage } from './verdict.ts'

/* What is said about a line before any tool has looked at it. */

/** Bytes; a longer line is no row of a command file (learning.md 1.1). */
export const longestRow = 1 << 20

export function shortRow(found: number, expected: number): LineMessage {
  return error('SHORT_ROW', {
    fr: `${values(found)}, ${expected} attendues : complétez la ligne, une cellule vide gardant son séparateur.`,
    en: `${valuesInEnglish(found)}, ${expected} expected: complete the line; an empty cell keeps its separator.`,
  })
}

export function longRow(found: number, expected: number): LineMessage {
  return error('LONG_ROW', {
    fr: `${values(found)}, ${expected} attendues : mettez entre guillemets une valeur qui contient le séparateur.`,
    en: `${valuesInEnglish(found)}, ${expected} expected: put a value that holds the separator between quotes.`,
  })
}

export function extraEmptyCells(found: number, expected: number): LineMessage {
  return {
    severity: 'warning',
    code: 'EXTRA_EMPTY_CELLS',
    text: {
      fr: `${values(found)}, ${expected} attendues : celles en trop sont vides et ignorées.`,
      en: `${valuesInEnglish(found)}, ${expected} expected: those in excess are empty and ignored.`,
    },
  }
}

export function unreadableQuotes(fault: 'unterminated' | 'text-after-quote', cell: number): LineMessage {
  return fault === 'unterminated'
    ? error('UNTERMINATED_QUOTE', {
        fr: `Le guillemet qui ouvre la valeur n° ${cell} n’est pas fermé sur la ligne : fermez-le ; une valeur ne peut pas contenir de saut de ligne, et un guillemet dans une valeur entre guillemets se double.`,
        en: `The quote that opens value no. ${cell} is not closed on the line: close it; a value cannot hold a line break, and a quote inside a quoted value is doubled.`,
      })
    : error('TEXT_AFTER_QUOTE', {
        fr: `La valeur n° ${cell} continue après son guillemet fermant : doublez les guillemets qui en font partie.`,
        en: `Value no. ${cell} goes on after its closing quote: double the quotes that are part of it.`,
      })
}

export function lineTooLong(): LineMessage {
  return error('LINE_TOO_LONG', {
    fr: `La ligne a plus de ${longestRow} octets : vérifiez qu’il n’y manque pas de saut de ligne.`,
    en: `The line has more than ${longestRow} bytes: check that no line break is lacking.`,
  })
}

export function unreadable(character: string): LineMessage {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')
  return error('UNREADABLE_CHARACTER', {
    fr: `La ligne contient un caractère illisible (code ${code}) : retirez-le ou corrigez l’encodage.`,
    en: `The line holds an unreadable character (code ${code}): remove it or correct the encoding.`,
  })
}

/** `first`: what the line begins with. */
export function oldComment(first: string): LineMessage {
  const shown = first === ' ' ? { fr: 'une espace', en: 'a space' } : { fr: `« ${first} »`, en: `“${first}”` }
  return {
    severity: 'info',
    code: 'OLD_COMMENT',
    text: {
      fr: `Ligne prise pour un commentaire car elle commence par ${shown.fr} ; si c’est une commande, mettez sa première valeur entre guillemets.`,
      en: `Line taken for a comment because it begins with ${shown.en}; if it is a command, put its first value between quotes.`,
    },
  }
}

function error(code: string, text: LineMessage['text']): LineMessage {
  return { severity: 'error', code, text }
}

function values(found: number): string {
  return found === 1 ? '1 valeur trouvée' : `${found} valeurs trouvées`
}

function valuesInEnglish(found: number): string {
  return found === 1 ? '1 value found' : `${found} values found`
}
