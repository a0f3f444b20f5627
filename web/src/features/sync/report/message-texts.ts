import { defineTexts } from '../../../lib/texts.ts'

/** Headings of the messages of the tools, by their codes. */
export const messageTexts = defineTexts({
  fr: {
    UNKNOWN_USER: 'Utilisateur inconnu',
    EMPTY_USER: 'Utilisateur non désigné',
    AMBIGUOUS_USER: 'Utilisateur ambigu',
    UNKNOWN_COURSE: 'Cours inconnu',
    EMPTY_COURSE: 'Cours non désigné',
    AMBIGUOUS_COURSE: 'Cours ambigu',
    UNKNOWN_COHORT: 'Cohorte inconnue',
    EMPTY_COHORT: 'Cohorte non désignée',
    AMBIGUOUS_COHORT: 'Cohorte ambiguë',
    UNKNOWN_GROUP: 'Groupe inconnu',
    UNKNOWN_GROUPING: 'Groupement inconnu',
    UNKNOWN_CATEGORY: 'Catégorie inconnue',
    UNKNOWN_ROLE: 'Rôle inconnu',
    NOT_A_NUMBER: 'Numéro attendu',
    UNEXPECTED: 'Erreur inattendue',
  },
  en: {
    UNKNOWN_USER: 'Unknown user',
    EMPTY_USER: 'User not named',
    AMBIGUOUS_USER: 'Ambiguous user',
    UNKNOWN_COURSE: 'Unknown course',
    EMPTY_COURSE: 'Course not named',
    AMBIGUOUS_COURSE: 'Ambiguous course',
    UNKNOWN_COHORT: 'Unknown cohort',
    EMPTY_COHORT: 'Cohort not named',
    AMBIGUOUS_COHORT: 'Ambiguous cohort',
    UNKNOWN_GROUP: 'Unknown group',
    UNKNOWN_GROUPING: 'Unknown grouping',
    UNKNOWN_CATEGORY: 'Unknown category',
    UNKNOWN_ROLE: 'Unknown role',
    NOT_A_NUMBER: 'Number expected',
    UNEXPECTED: 'Unexpected error',
  },
})
