import { defineTexts } from '../../lib/texts.ts'

export const dataLoadTexts = defineTexts({
  fr: {
    title: 'Chargement de données',
    description:
      'Alimente le service depuis un autre logiciel, par fichier CSV. La même référence renvoyée met à jour ; rien n’est jamais effacé.',
    codes: {
      TAKEN_LABEL: 'Libellé déjà pris',
      UNKNOWN_STUDENT: 'Étudiant inconnu',
      AMBIGUOUS_STUDENT: 'Plusieurs étudiants possibles',
      NO_STUDENT: 'Étudiant non désigné',
      OTHER_STUDENT: 'Référence d’un autre étudiant',
      CLOSED_FOLLOW_UP: 'Relance déjà close',
    } as Readonly<Record<string, string>>,
  },
  en: {
    title: 'Data loading',
    description:
      'Feeds the service from another system, by CSV file. The same reference sent again updates; nothing is ever deleted.',
    codes: {
      TAKEN_LABEL: 'Label taken already',
      UNKNOWN_STUDENT: 'Unknown student',
      AMBIGUOUS_STUDENT: 'Several students possible',
      NO_STUDENT: 'No student named',
      OTHER_STUDENT: 'Reference of another student',
      CLOSED_FOLLOW_UP: 'Follow-up closed already',
    } as Readonly<Record<string, string>>,
  },
})
