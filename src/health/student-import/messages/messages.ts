import type { ErrorCode, Issue } from './issue.ts'

/**
 * The messages of health.md 3.7 and 3.5, to the letter: the faults of typing ("poue", "la la") are what
 * users and their scripts know. `ine` is always NUM_INE as `displayIne` gives it, `line` the physical number.
 */

function error(code: ErrorCode, message: string): Issue {
  return { severity: 'error', code, message }
}

/** What a mandatory column is called in `La donnée '…' est absente`. */
export type MandatoryDatum =
  | 'Patronyme'
  | 'Prénom'
  | 'Date de naissance'
  | 'Nationalité'
  | 'Année'
  | 'Sexe'
  | 'Etablissement'
  | 'Composante'

/** E_FICHIER: health.md 3.5-1. */
export function fileNotFound(): Issue {
  return error('E_FICHIER', "Fichier d'import introuvable !")
}

/** E_FICHIER: the sender has not finished writing (health.md 2.11). */
export function fileBeingWritten(): Issue {
  return error('E_FICHIER', "Fichier en cours d'écriture")
}

/** The process died before the import was over. */
export function importInterrupted(): Issue {
  return error('E_TECHNIQUE', "Import interrompu, rien n'a été appliqué")
}

/** E_FICHIER: health.md 6.1, case 25. */
export function directoryNotWritable(): Issue {
  return error('E_FICHIER', "Répertoire d'import non accessible en écriture")
}

/** The file is older than 48 hours and imported all the same; `date` is already worded (health.md 2.11). */
export function fileNotRenewed(date: string): Issue {
  return { severity: 'warning', code: 'W_FICHIER', message: `Fichier non renouvelé depuis le ${date}` }
}

function incoherent(detail: string): Issue {
  return error('E_COHERENCE', `Erreur de cohérence dans le fichier d'import ... ${detail}`)
}

/** UTF-16, NUL byte, line above 16 KiB: health.md 3.5-2. */
export function notCsv(): Issue {
  return incoherent("Ce fichier n'est pas un fichier CSV")
}

/** Health.md 3.5-3 and 3.5-4. */
export function encodedInUtf8(): Issue {
  return incoherent('Fichier encodé en UTF-8, ISO-8859-1 attendu')
}

/** Health.md 3.5-5; `expected` is that of the model's format. */
export function wrongColumnCount(expected: number): Issue {
  return incoherent(`Le fichier d'import doit contenir ${expected} colonnes`)
}

/** Health.md 3.5-6; `position` counts from 1. */
export function wrongColumnName(position: number, expected: string): Issue {
  return { ...incoherent(`Colonne ${position} doit être égale à ${expected}`), column: expected }
}

export function absentDatum(datum: MandatoryDatum, column: string, line: number): Issue {
  return {
    severity: 'error',
    code: 'E_ABSENT',
    message: `La donnée '${datum}' est absente pour : ligne ${line}`,
    column,
  }
}

export function severalStudentsForIne(ine: string): Issue {
  return error('E_MULTI', `Multiple code INE présent en base pour ${ine}`)
}

export function unreadableBirthDate(ine: string): Issue {
  return error('E_DATE', `Date de naissance non lisible - dossier non traité poue l'INE suivant : ${ine}`)
}

export function secondaryKeysDiffer(ine: string): Issue {
  return error(
    'E_CLES',
    `Les clés secondaires (Patronyme, Prenom, DateNaiss et Nationalite) ne correspondent pas - dossier non traité pour l'INE suivant : ${ine}`,
  )
}

export function severalStudentsForKeys(ine: string): Issue {
  return error(
    'E_DOUBLON',
    `Doublons potentiels car plusieurs réponses selon les clés secondaires - dossier non traité pour l'INE suivant : ${ine}`,
  )
}

/** `reason` is a class of error, without data. */
export function modelLinkFailed(ine: string, reason: string): Issue {
  return error('E_MODELE', `Erreur lors de la mise à jour (modele importation) de : ${ine} => ${reason}`)
}

/** `birthDate` is the text of the file. */
export function birthDateNotUpdated(birthDate: string, ine: string): Issue {
  return error('E_DATE_MAJ', `Erreur la modification de la la date de naissance : ${birthDate} pour : ${ine}`)
}

export function wrongFieldCount(found: number, expected: number, line: number): Issue {
  return error(
    'E_CHAMPS',
    `Nombre de champs incorrect (${found} au lieu de ${expected}) - dossier non traité pour : ligne ${line}`,
  )
}

/** `value` is COD_ANU as received, trimmed. */
export function wrongYear(value: string, ine: string): Issue {
  return {
    ...error('E_ANNEE', `Code année invalide : ${value} - dossier non traité pour l'INE suivant : ${ine}`),
    column: 'COD_ANU',
  }
}

export function otherIneForKeys(ine: string): Issue {
  return error(
    'E_INE',
    `INE différent en base pour les mêmes clés secondaires - dossier non traité pour l'INE suivant : ${ine}`,
  )
}

export function loginOfAnother(login: string, ine: string): Issue {
  return {
    ...error('E_CAS', `Identifiant déjà attribué à un autre étudiant : ${login} pour : ${ine}`),
    column: 'IDENTIFIANT',
  }
}

export function unreadableCharacter(line: number): Issue {
  return error('E_CARACTERE', `Caractère non lisible - dossier non traité pour : ligne ${line}`)
}

export function technicalFailure(line: number): Issue {
  return error('E_TECHNIQUE', `Erreur technique - dossier non traité pour : ligne ${line}`)
}

/** A nomenclature code that a strict model refuses; `below` is the ETB of a CMP, else null. */
export function unknownCodeRefused(column: string, code: string, below: string | null, ine: string): Issue {
  return {
    ...error(
      'E_NOMENCLATURE',
      `Code inconnu : ${column} ${code}${below === null ? '' : ` (ETB ${below})`} - dossier non traité pour l'INE suivant : ${ine}`,
    ),
    column,
    value: code,
  }
}

/** The same under a model that is not strict: health.md 6.2, `code CMP inconnu ZZZ (ETB 0990001X)`. */
export function unknownCode(column: string, code: string, below: string | null): Issue {
  return {
    severity: 'warning',
    code: 'W_CODE',
    message: `code ${column} inconnu ${code}${below === null ? '' : ` (ETB ${below})`}`,
    column,
    value: code,
  }
}

/** Health.md 3.8-6: the last line wins. */
export function addressDiffersInFile(column: string): Issue {
  return {
    severity: 'warning',
    code: 'W_ADRESSE',
    message: 'Adresse différente dans le même fichier',
    column,
  }
}

/** Any other warning on a column: says what was done, never the value. */
export function columnWarning(code: `W_${string}`, column: string, done: string): Issue {
  return { severity: 'warning', code, message: `${column} : ${done}`, column }
}

/** Health.md 3.6-2 and 3.6-3: the line was cut to, or completed up to, the expected number of fields. */
export function fieldCountAdjusted(found: number, expected: number): Issue {
  const done = found > expected ? 'champs vides en trop ignorés' : 'ligne complétée par des champs vides'
  return { severity: 'warning', code: 'W_CHAMPS', message: `${done} (${found} au lieu de ${expected})` }
}

/** Health.md 3.5-4, the mixed file. */
export function utf8SequenceInLine(): Issue {
  return {
    severity: 'warning',
    code: 'W_UTF8',
    message: 'suite de caractères UTF-8 lue comme ISO-8859-1, accents à vérifier',
  }
}

/** Health.md 3.6-4, once per file. */
export function quotesRemoved(): Issue {
  return {
    severity: 'warning',
    code: 'W_GUILLEMETS',
    message: 'guillemets entourant des valeurs retirés (signalé une fois par fichier)',
  }
}
