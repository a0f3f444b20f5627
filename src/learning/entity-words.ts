/** What changes are about, in the words of the French report; screens have their own in both languages. */
export const entityWords: Readonly<Record<string, string>> = {
  user: 'utilisateur',
  course: 'cours',
  category: 'catégorie',
  section: 'section',
  enrolment: 'inscription',
  role: 'rôle',
  group: 'groupe',
  grouping: 'groupement',
  'grouping group': 'groupe du groupement',
  'group member': 'membre de groupe',
  cohort: 'cohorte',
  'cohort member': 'membre de cohorte',
  'cohort binding': 'liaison de cohorte',
  'meta link': 'lien de métacours',
  picture: 'avatar',
}
