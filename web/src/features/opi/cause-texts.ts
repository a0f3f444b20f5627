import { defineTexts } from '../../lib/texts.ts'

/** For each cause of src/admissions/opi/causes.ts, what is wrong and what to do about it. */
export const causeTexts = defineTexts({
  fr: {
    'bac-year': {
      title: 'Baccalauréat postérieur à l’année en cours',
      todo: 'Corrigez l’année du baccalauréat dans le dossier, puis réessayez.',
    },
    'unwritable-name': {
      title: 'Nom que le SI Scolarité ne peut pas écrire',
      todo: 'Saisissez le nom en lettres latines dans le dossier, puis réessayez.',
    },
    'code-too-long': {
      title: 'Code trop long pour le SI Scolarité',
      todo: 'Corrigez le code indiqué dans la formation ou le dossier, puis réessayez.',
    },
    'no-stage': { title: 'Formation sans code étape', todo: 'Complétez la formation, puis réessayez.' },
    'no-stage-version': {
      title: 'Formation sans version d’étape',
      todo: 'Complétez la formation, puis réessayez.',
    },
    'no-cge': { title: 'Formation sans centre de gestion', todo: 'Complétez la formation, puis réessayez.' },
    'no-pegase-code': {
      title: 'Formation sans code Pégase',
      todo: 'Complétez la formation, puis réessayez.',
    },
    'too-many-wishes': {
      title: 'Sixième vœu ou au-delà : le fichier d’inscription en porte cinq',
      todo: 'Faites renoncer le candidat à un vœu, ou inscrivez celui-ci à la main dans Pégase.',
    },
    'no-address': {
      title: 'Candidat sans adresse',
      todo: 'Complétez l’adresse dans le dossier, puis réessayez.',
    },
    homonym: {
      title: 'Même nom, même prénom, même date de naissance qu’une fiche du SI Scolarité',
      todo: 'Un administrateur décide si c’est la même personne.',
    },
    'several-records': {
      title: 'Plusieurs fiches du SI Scolarité correspondent',
      todo: 'Un administrateur dit laquelle est celle du candidat.',
    },
    'identity-conflict': {
      title: 'L’INE ou le numéro étudiant est celui d’une fiche d’une autre date de naissance',
      todo: 'Vérifiez l’identité du candidat ; un administrateur décide.',
    },
    'shared-record': {
      title: 'La fiche est déjà celle d’un autre dossier de la campagne',
      todo: 'Deux dossiers pour une même personne : gardez-en un, retirez les vœux de l’autre.',
    },
    refused: {
      title: 'Le SI Scolarité refuse la fiche',
      todo: 'Lisez le message, corrigez le dossier ou voyez le service du SI Scolarité, puis réessayez.',
    },
    'record-not-stored': {
      title: 'Appel accepté, mais la fiche n’est pas dans le SI Scolarité',
      todo: 'Voyez le service du SI Scolarité, puis réessayez.',
    },
    'wish-refused': {
      title: 'Le SI Scolarité refuse le vœu',
      todo: 'Vérifiez que le centre de gestion et l’étape sont ouverts à la saisie, puis réessayez.',
    },
    'wish-not-stored': {
      title: 'Appel accepté, mais le vœu n’est pas dans le SI Scolarité',
      todo: 'Le centre de gestion n’est sans doute pas ouvert à distance : faites-le ouvrir, puis réessayez.',
    },
    'wish-not-removed': {
      title: 'Le vœu retiré est toujours dans le SI Scolarité',
      todo: 'Retirez-le là-bas, ou voyez le service du SI Scolarité, puis réessayez.',
    },
    unexpected: {
      title: 'Réponse inattendue',
      todo: 'Voyez le journal du dernier déversement, puis réessayez.',
    },
  },
  en: {
    'bac-year': {
      title: 'Baccalaureate later than the current year',
      todo: 'Correct the year of the baccalaureate in the dossier, then try again.',
    },
    'unwritable-name': {
      title: 'Name that the information system cannot write',
      todo: 'Enter the name in Latin letters in the dossier, then try again.',
    },
    'code-too-long': {
      title: 'Code too long for the information system',
      todo: 'Correct the code in the course or the dossier, then try again.',
    },
    'no-stage': { title: 'Course without a stage code', todo: 'Complete the course, then try again.' },
    'no-stage-version': {
      title: 'Course without a stage version',
      todo: 'Complete the course, then try again.',
    },
    'no-cge': { title: 'Course without a management centre', todo: 'Complete the course, then try again.' },
    'no-pegase-code': { title: 'Course without a Pégase code', todo: 'Complete the course, then try again.' },
    'too-many-wishes': {
      title: 'Sixth wish or beyond: the file « inscription » has room for five',
      todo: 'Have the candidate give up a wish, or enter this one in Pégase by hand.',
    },
    'no-address': {
      title: 'Candidate without an address',
      todo: 'Complete the address in the dossier, then try again.',
    },
    homonym: {
      title: 'Same names and birth date as a record of the information system',
      todo: 'An administrator decides whether it is the same person.',
    },
    'several-records': {
      title: 'Several records of the information system match',
      todo: 'An administrator says which one is the candidate’s.',
    },
    'identity-conflict': {
      title: 'The INE or student number is that of a record of another birth date',
      todo: 'Check who the candidate is; an administrator decides.',
    },
    'shared-record': {
      title: 'The record already is that of another dossier of the campaign',
      todo: 'Two dossiers of one person: keep one, withdraw the wishes of the other.',
    },
    refused: {
      title: 'The information system refuses the record',
      todo: 'Read the message, correct the dossier or ask those who run the information system, then try again.',
    },
    'record-not-stored': {
      title: 'Call taken, but the record is not in the information system',
      todo: 'Ask those who run the information system, then try again.',
    },
    'wish-refused': {
      title: 'The information system refuses the wish',
      todo: 'Check that management centre and stage are open, then try again.',
    },
    'wish-not-stored': {
      title: 'Call taken, but the wish is not in the information system',
      todo: 'The management centre probably is not open to remote access: have it opened, then try again.',
    },
    'wish-not-removed': {
      title: 'The withdrawn wish still is in the information system',
      todo: 'Take it out there, or ask those who run the information system, then try again.',
    },
    unexpected: {
      title: 'Unexpected answer',
      todo: 'See the log of the last pouring, then try again.',
    },
  },
})
