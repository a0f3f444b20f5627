import { expect, test } from 'vitest'
import * as messages from './messages.ts'

const ine = '9990000011P'

test('every message of 3.5 and 3.7 is the one that users know, to the letter', () => {
  const written = [
    messages.fileNotFound(),
    messages.wrongColumnCount(46),
    messages.wrongColumnName(5, 'NOM'),
    messages.notCsv(),
    messages.encodedInUtf8(),
    messages.absentDatum('Patronyme', 'NOM', 4),
    messages.absentDatum('Prénom', 'PRENOM1', 4),
    messages.absentDatum('Date de naissance', 'DATENAI', 4),
    messages.absentDatum('Nationalité', 'CODE_NATIO', 4),
    messages.severalStudentsForIne(ine),
    messages.unreadableBirthDate(ine),
    messages.secondaryKeysDiffer(ine),
    messages.severalStudentsForKeys(ine),
    messages.modelLinkFailed(ine, 'modèle désactivé'),
    messages.birthDateNotUpdated('31/02/2001', ine),
    messages.wrongFieldCount(47, 46, 4),
    messages.wrongYear('1789', ine),
    messages.otherIneForKeys(ine),
    messages.loginOfAnother('testun1', ine),
    messages.unreadableCharacter(4),
    messages.technicalFailure(4),
    messages.directoryNotWritable(),
    messages.fileBeingWritten(),
  ].map((issue) => `${issue.code} ${issue.message}`)
  expect(written).toEqual([
    "E_FICHIER Fichier d'import introuvable !",
    "E_COHERENCE Erreur de cohérence dans le fichier d'import ... Le fichier d'import doit contenir 46 colonnes",
    "E_COHERENCE Erreur de cohérence dans le fichier d'import ... Colonne 5 doit être égale à NOM",
    "E_COHERENCE Erreur de cohérence dans le fichier d'import ... Ce fichier n'est pas un fichier CSV",
    "E_COHERENCE Erreur de cohérence dans le fichier d'import ... Fichier encodé en UTF-8, ISO-8859-1 attendu",
    "E_ABSENT La donnée 'Patronyme' est absente pour : ligne 4",
    "E_ABSENT La donnée 'Prénom' est absente pour : ligne 4",
    "E_ABSENT La donnée 'Date de naissance' est absente pour : ligne 4",
    "E_ABSENT La donnée 'Nationalité' est absente pour : ligne 4",
    'E_MULTI Multiple code INE présent en base pour 9990000011P',
    "E_DATE Date de naissance non lisible - dossier non traité poue l'INE suivant : 9990000011P",
    "E_CLES Les clés secondaires (Patronyme, Prenom, DateNaiss et Nationalite) ne correspondent pas - dossier non traité pour l'INE suivant : 9990000011P",
    "E_DOUBLON Doublons potentiels car plusieurs réponses selon les clés secondaires - dossier non traité pour l'INE suivant : 9990000011P",
    'E_MODELE Erreur lors de la mise à jour (modele importation) de : 9990000011P => modèle désactivé',
    'E_DATE_MAJ Erreur la modification de la la date de naissance : 31/02/2001 pour : 9990000011P',
    'E_CHAMPS Nombre de champs incorrect (47 au lieu de 46) - dossier non traité pour : ligne 4',
    "E_ANNEE Code année invalide : 1789 - dossier non traité pour l'INE suivant : 9990000011P",
    "E_INE INE différent en base pour les mêmes clés secondaires - dossier non traité pour l'INE suivant : 9990000011P",
    'E_CAS Identifiant déjà attribué à un autre étudiant : testun1 pour : 9990000011P',
    'E_CARACTERE Caractère non lisible - dossier non traité pour : ligne 4',
    'E_TECHNIQUE Erreur technique - dossier non traité pour : ligne 4',
    "E_FICHIER Répertoire d'import non accessible en écriture",
    "E_FICHIER Fichier en cours d'écriture",
  ])
})
