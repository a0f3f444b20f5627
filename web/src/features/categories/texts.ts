import { counted } from '../../lib/counted.ts'
import { defineTexts } from '../../lib/texts.ts'

const fr = (one: string, other: string) => (n: number) => counted('fr', n, one, other)
const en = (one: string, other: string) => (n: number) => counted('en', n, one, other)

export const categoryTexts = defineTexts({
  fr: {
    title: 'Nettoyer les catégories',
    description: 'Les catégories de cours qui n’ont plus aucun cours, et leur suppression.',
    tools: 'Outils de synchronisation',
    which: 'Où chercher',
    parent: 'Catégorie parente',
    root: '--- Catégorie racine ---',
    ignore: 'Ignorer les sous-catégories vides',
    ignoreMore:
      'Coché : une catégorie dont toutes les descendantes sont vides compte comme vide. Décoché : elle ne doit pas avoir de sous-catégorie.',
    found: fr('catégorie vide', 'catégories vides'),
    none: 'Aucune catégorie vide',
    noneMore: 'Toutes ont au moins un cours, ou une sous-catégorie.',
    remove: 'Supprimer les catégories vides',
    removeYes: (n: number) => `Supprimer ${counted('fr', n, 'catégorie', 'catégories')}`,
    question: (n: number) =>
      `${counted('fr', n, 'catégorie sera supprimée', 'catégories seront supprimées')}, les plus profondes d’abord. Aucun cours n’est touché.`,
    removed: fr('catégorie supprimée.', 'catégories supprimées.'),
    onlyAdministrators: 'Un administrateur de l’application peut les supprimer.',
  },
  en: {
    title: 'Clean up categories',
    description: 'Course categories that have no course any more, and their removal.',
    tools: 'Synchronisation tools',
    which: 'Where to look',
    parent: 'Parent category',
    root: '--- Root category ---',
    ignore: 'Ignore empty subcategories',
    ignoreMore:
      'Ticked: a category whose descendants are all empty counts as empty. Not ticked: it must have no subcategory.',
    found: en('empty category', 'empty categories'),
    none: 'No empty category',
    noneMore: 'All have at least one course, or a subcategory.',
    remove: 'Delete empty categories',
    removeYes: (n: number) => `Delete ${counted('en', n, 'category', 'categories')}`,
    question: (n: number) =>
      `${counted('en', n, 'category', 'categories')} will be deleted, the deepest first. No course is touched.`,
    removed: en('category deleted.', 'categories deleted.'),
    onlyAdministrators: 'An administrator of the application can delete them.',
  },
})
