import { defineTexts } from '../../lib/texts.ts'

export const admissionsLoadsTexts = defineTexts({
  fr: {
    title: 'Chargement de fichiers',
    description:
      'Alimente les candidatures depuis un autre logiciel, par fichier CSV. Le même code, numéro de dossier ou référence renvoyé met à jour ; rien n’est jamais effacé.',
    codes: {} as Readonly<Record<string, string>>,
  },
  en: {
    title: 'File loading',
    description:
      'Feeds admissions from another system, by CSV file. The same code, dossier number or reference sent again updates; nothing is ever deleted.',
    codes: {} as Readonly<Record<string, string>>,
  },
})
