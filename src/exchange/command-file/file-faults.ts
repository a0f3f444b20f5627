import type { FileFault } from './file-fault.ts'
import type { LineMessage } from './verdict.ts'

/* Why a whole command file is refused, its header apart (header-faults.ts). */

export function emptyFile(): FileFault {
  return fault('EMPTY_FILE', null, {
    fr: 'Fichier vide : il n’y a rien à traiter. Vérifiez que son envoi a abouti.',
    en: 'Empty file: there is nothing to process. Check that it was sent completely.',
  })
}

export function noHeader(): FileFault {
  return fault('NO_HEADER', null, {
    fr: 'Aucune ligne d’en-tête : le fichier ne contient que des lignes vides ou des commentaires.',
    en: 'No header line: the file holds only blank lines and comments.',
  })
}

export function utf16(): FileFault {
  return fault('WRONG_ENCODING', null, {
    fr: 'Le fichier est en UTF-16 (« Unicode »), qui n’est pas lu : enregistrez-le en UTF-8.',
    en: 'The file is in UTF-16 (“Unicode”), which is not read: save it as UTF-8.',
  })
}

/** `beginning`: the first bytes of the file. */
export function notText(beginning: Uint8Array): FileFault {
  if (beginning[0] === 0x50 && beginning[1] === 0x4b)
    return fault('NOT_TEXT', null, {
      fr: 'Le fichier est un classeur ou une archive ZIP, et non du texte : enregistrez-le au format CSV.',
      en: 'The file is a workbook or a ZIP archive, not text: save it as CSV.',
    })
  return fault('NOT_TEXT', null, {
    fr: 'Le fichier contient des octets nuls : il est en UTF-16, endommagé, ou n’est pas du texte. Enregistrez-le au format CSV en UTF-8.',
    en: 'The file holds null bytes: it is in UTF-16, damaged, or no text. Save it as CSV in UTF-8.',
  })
}

export function notUtf8(line: number | null): FileFault {
  return fault('WRONG_ENCODING', line, {
    fr: `Le fichier n’est pas en UTF-8 : la ligne ${line} contient un octet qui n’y existe pas. Enregistrez-le en UTF-8, ou choisissez l’encodage ISO-8859-1 dans les réglages.`,
    en: `The file is not in UTF-8: line ${line} holds a byte that does not exist there. Save it as UTF-8, or choose the encoding ISO-8859-1 in the settings.`,
  })
}

export function utf8InsteadOfIso(line: number | null): FileFault {
  return fault('WRONG_ENCODING', line, {
    fr: `Le fichier est en UTF-8 (voir la ligne ${line}) alors que l’encodage configuré est ISO-8859-1 : enregistrez-le en ISO-8859-1, ou choisissez l’encodage UTF-8 dans les réglages.`,
    en: `The file is in UTF-8 (see line ${line}) but the encoding configured is ISO-8859-1: save it as ISO-8859-1, or choose the encoding UTF-8 in the settings.`,
  })
}

export function utf8Mark(): LineMessage {
  return {
    severity: 'warning',
    code: 'UTF8_MARK',
    text: {
      fr: 'Fichier UTF-8 alors que l’encodage configuré est ISO-8859-1 : il commence par la marque de l’UTF-8 et a été lu ainsi.',
      en: 'UTF-8 file although the encoding configured is ISO-8859-1: it begins with the mark of UTF-8 and was read so.',
    },
  }
}

function fault(code: string, line: number | null, text: FileFault['text']): FileFault {
  return { code, line, column: null, text }
}
