import type { Text } from '../../../platform/text.ts'

/** What to do about the faults of each code, for the person who reads the report. Null for what needs nothing. */
export function adviceFor(code: string): Text | null {
  return advice[code] ?? null
}

const advice: Readonly<Record<string, Text>> = {
  E_FICHIER: {
    fr: "Vérifiez que le fichier a bien été déposé dans le répertoire d'import sous le nom configuré, que Nocturne peut le lire, puis relancez l'import.",
    en: 'Check that the file lies in the import directory under the configured name and that Nocturne may read it, then run the import again.',
  },
  E_COHERENCE: {
    fr: "Refaites l'extraction au format attendu : CSV séparé par « ; », encodé en ISO-8859-1, avec l'en-tête exact du modèle (noms, ordre, nombre de colonnes). Rien n'a été importé.",
    en: 'Extract the file again in the expected format: CSV separated by ";", encoded in ISO-8859-1, with the exact header of the model (names, order, number of columns). Nothing was imported.',
  },
  E_ABSENT: {
    fr: 'Complétez la donnée manquante dans la scolarité, ou dans le fichier des lignes rejetées, puis redéposez-le.',
    en: 'Fill in the missing datum in the registry, or in the file of rejected lines, then send that file again.',
  },
  E_MULTI: {
    fr: 'Plusieurs dossiers portent cet INE : corrigez celui qui a le mauvais INE, ou fusionnez-les dans la gestion des doublons, puis réimportez la ligne.',
    en: 'Several records carry this INE: correct the one that has it wrongly, or merge them among the duplicates, then import the line again.',
  },
  E_DATE: {
    fr: 'Écrivez la date de naissance sous la forme JJ/MM/AAAA dans le fichier des lignes rejetées, puis redéposez-le. Un tableur change souvent les dates : faites-y la colonne en texte.',
    en: 'Write the birth date as DD/MM/YYYY in the file of rejected lines, then send it again. Spreadsheets often change dates: make that column text.',
  },
  E_CLES: {
    fr: "L'INE existe sous un autre nom, prénom, une autre date de naissance ou nationalité. Vérifiez de quelle personne il s'agit ; si c'est la même, corrigez le dossier à la main, puis réimportez la ligne.",
    en: 'The INE exists under another name, first name, birth date or nationality. Check who it is; if it is the same person, correct the record by hand, then import the line again.',
  },
  E_DOUBLON: {
    fr: 'Plusieurs dossiers ont les mêmes nom, prénom, date de naissance et nationalité : fusionnez-les ou complétez leur INE, puis réimportez la ligne.',
    en: 'Several records have the same name, first name, birth date and nationality: merge them or complete their INE, then import the line again.',
  },
  E_MODELE: {
    fr: "Le modèle d'importation a été désactivé pendant l'import : réactivez-le ou choisissez-en un autre, puis réimportez le fichier des lignes rejetées.",
    en: 'The import model was deactivated during the import: activate it again or choose another one, then import the file of rejected lines.',
  },
  E_DATE_MAJ: {
    fr: "Le reste de la ligne a été appliqué, mais la date de naissance n'a pas pu être lue : elle est restée celle du dossier. Corrigez-la dans le fichier si elle devait changer.",
    en: 'The rest of the line was applied, but the birth date could not be read: the one of the record was kept. Correct it in the file if it was meant to change.',
  },
  E_CHAMPS: {
    fr: "Un « ; » de trop dans une valeur décale la ligne, ou la ligne est coupée : retirez le « ; » à la source. Si c'est la dernière ligne, le transfert du fichier a été interrompu.",
    en: 'A stray ";" in a value shifts the line, or the line is cut: remove the ";" at the source. If it is the last line, the transfer of the file broke off.',
  },
  E_ANNEE: {
    fr: "COD_ANU est l'année de début de l'année universitaire, sur quatre chiffres (2025 pour 2025-2026) : corrigez-la.",
    en: 'COD_ANU is the year in which the academic year begins, with four digits (2025 for 2025-2026): correct it.',
  },
  E_INE: {
    fr: "Une personne de mêmes nom, prénom, date de naissance et nationalité a un autre INE. S'il s'agit bien de deux personnes, créez la seconde à la main ; sinon corrigez l'INE du dossier.",
    en: 'Somebody with the same name, first name, birth date and nationality has another INE. If they are two people, create the second by hand; otherwise correct the INE of the record.',
  },
  E_CAS: {
    fr: "La ligne a été appliquée sans l'identifiant, qui est celui d'un autre étudiant : vérifiez à qui il appartient, il ouvre l'accès aux rendez-vous.",
    en: "The line was applied without the login, which is another student's: check whose it is, since it opens access to appointments.",
  },
  E_CARACTERE: {
    fr: "La ligne contient un octet qui n'est aucun caractère : ressaisissez la valeur à la source, puis réimportez la ligne.",
    en: 'The line holds a byte that is no character: type the value again at the source, then import the line again.',
  },
  E_NOMENCLATURE: {
    fr: "Le modèle refuse les codes inconnus : ajoutez le code à la nomenclature ou sa correspondance au modèle d'importation, puis réimportez le fichier des lignes rejetées.",
    en: 'The model refuses unknown codes: add the code to the code list, or what it stands for to the import model, then import the file of rejected lines.',
  },
  E_TECHNIQUE: {
    fr: "Erreur du programme ou de la base : relancez l'import ; si elle revient, transmettez le journal à votre administrateur.",
    en: 'A fault of the program or the database: run the import again; should it come back, hand the log to your administrator.',
  },
  W_FICHIER: {
    fr: "Le fichier n'a pas été renouvelé : vérifiez que l'extraction de la scolarité fonctionne toujours.",
    en: 'The file was not renewed: check that the extraction from the registry still works.',
  },
  W_CODE: {
    fr: "Le dossier garde le code sans libellé. Ajoutez le code à la nomenclature, ou sa correspondance au modèle d'importation, puis réimportez : il sera rattaché.",
    en: 'The record keeps the code without its meaning. Add the code to the code list, or what it stands for to the import model, then import again: it will be attached.',
  },
  W_ADRESSE: {
    fr: "Deux lignes du même étudiant donnent des adresses différentes : la dernière l'emporte. Vérifiez laquelle est la bonne.",
    en: 'Two lines of one student give different addresses: the last one wins. Check which is right.',
  },
  W_CHAMPS: {
    fr: 'La ligne a été complétée ou raccourcie de champs vides, ce que font les tableurs : rien à faire si les valeurs sont justes.',
    en: 'The line was completed with or freed from empty fields, as spreadsheets make them: nothing to do if the values are right.',
  },
  W_UTF8: {
    fr: 'Des accents sont probablement mal écrits (« Ã© » pour « é ») : corrigez ces lignes à la source.',
    en: 'Some accents are probably wrong ("Ã©" for "é"): correct these lines at the source.',
  },
  W_GUILLEMETS: {
    fr: 'Les guillemets autour des valeurs ont été retirés ; le format attendu n’en a pas.',
    en: 'Quotes around values were removed; the expected format has none.',
  },
  W_INE: {
    fr: "L'INE n'a pas la forme attendue (10 ou 11 caractères) : l'étudiant a été cherché par ses nom, prénom, date de naissance et nationalité. Corrigez l'INE à la source.",
    en: 'The INE does not have the expected shape (10 or 11 characters): the student was looked for by name, first name, birth date and nationality. Correct the INE at the source.',
  },
  W_INE_CLE: {
    fr: "La clé de l'INE ne correspond pas : souvent une faute de frappe. L'INE a été gardé tel quel ; vérifiez-le.",
    en: 'The key of the INE does not fit: often a slip of the finger. The INE was kept as it is; check it.',
  },
  W_INE_ALIAS: {
    fr: "L'étudiant reste connu sous ses deux INE : rien à faire.",
    en: 'The student stays known by both INEs: nothing to do.',
  },
  W_NIR: {
    fr: "Le numéro de sécurité sociale n'a pas la forme attendue et n'a pas été gardé : corrigez-le à la source.",
    en: 'The social security number does not have the expected shape and was not kept: correct it at the source.',
  },
  W_NIR_CLE: {
    fr: "La clé du numéro de sécurité sociale est fausse ; il n'a pas été gardé : corrigez-le à la source.",
    en: 'The key of the social security number is wrong; it was not kept: correct it at the source.',
  },
  W_NIR_SEXE: {
    fr: 'Le numéro de sécurité sociale et le sexe ne concordent pas : vérifiez lequel est juste.',
    en: 'The social security number and the sex disagree: check which is right.',
  },
  W_NIR_MOIS: {
    fr: 'Le numéro de sécurité sociale et la date de naissance ne concordent pas : vérifiez lequel est juste.',
    en: 'The social security number and the birth date disagree: check which is right.',
  },
  W_SEXE: {
    fr: 'Valeurs attendues : M, F ou INCONNU.',
    en: 'Expected values: M, F or INCONNU.',
  },
  W_AGE: {
    fr: 'Âge inhabituel : vérifiez la date de naissance.',
    en: 'Unusual age: check the birth date.',
  },
  W_TELEPHONE: {
    fr: "Aucun chiffre lisible : l'ancien numéro a été gardé. Corrigez-le à la source.",
    en: 'No readable digit: the former number was kept. Correct it at the source.',
  },
  W_MAIL: {
    fr: "Adresse non valide : l'ancienne a été gardée. Corrigez-la à la source.",
    en: 'Invalid address: the former one was kept. Correct it at the source.',
  },
  W_LONGUEUR: {
    fr: 'Valeur trop longue, coupée ou non gardée : abrégez-la à la source.',
    en: 'The value is too long and was cut or not kept: shorten it at the source.',
  },
  W_CODE_POSTAL: {
    fr: 'Un code postal français a cinq chiffres ; les tableurs effacent le zéro de tête. Vérifiez-le.',
    en: 'A French postal code has five digits; spreadsheets remove the leading zero. Check it.',
  },
  W_OUI_NON: { fr: 'Valeurs attendues : O ou N.', en: 'Expected values: O or N.' },
  W_DATE: {
    fr: 'Date non lisible, non gardée : écrivez-la AAAA ou JJ/MM/AAAA.',
    en: 'Unreadable date, not kept: write it as YYYY or DD/MM/YYYY.',
  },
  W_ANNEE: {
    fr: 'Année non lisible, non gardée : écrivez-la sur quatre chiffres.',
    en: 'Unreadable year, not kept: write it with four digits.',
  },
}
