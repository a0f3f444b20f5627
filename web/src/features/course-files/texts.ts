import { counted, figure } from '../../lib/counted.ts'
import { defineTexts } from '../../lib/texts.ts'

export const courseFileTexts = defineTexts({
  fr: {
    titles: {
      delete: 'Créer un fichier de suppression de cours',
      reset: 'Créer un fichier de réinitialisation de cours',
    },
    descriptions: {
      delete: 'Choisissez les cours : le fichier les nommera, un par ligne. Rien n’est supprimé ici.',
      reset:
        'Choisissez les cours : le fichier demandera de tout réinitialiser ; retouchez-le avant de l’exécuter.',
    },
    tools: { delete: 'Suppression de cours', reset: 'Réinitialisation de cours' },
    available: 'Cours disponibles',
    search: 'Nom, numéro ou catégorie',
    addAll: (n: number) => `Ajouter les ${figure('fr', n)}`,
    add: (name: string) => `Ajouter ${name}`,
    remove: (name: string) => `Retirer ${name}`,
    noCourse: 'Aucun cours',
    noCourseMore: 'Changez la recherche, ou créez des cours par un fichier de commande.',
    more: (shown: number, total: number) =>
      `${figure('fr', shown)} cours montrés sur ${figure('fr', total)} : précisez la recherche.`,
    chosen: (n: number) => (n === 0 ? 'Cours choisis' : `Cours choisis (${figure('fr', n)})`),
    clear: 'Tout retirer',
    noneChosen: 'Aucun cours choisi',
    noneChosenMore: 'Ajoutez-en depuis la liste des cours disponibles.',
    generate: (n: number) => (n === 0 ? 'Générer' : `Générer pour ${counted('fr', n, 'cours', 'cours')}`),
    written: (name: string) => `${name} est écrit`,
    writtenMore: 'Il est parmi les fichiers de commande. Simulez-le avant de l’exécuter.',
    leftOut: (names: readonly string[]) =>
      `Sans l’identifiant que l’outil utilise, donc laissés de côté : ${names.join(', ')}`,
    next: 'Aller à l’outil',
    readerOnly: 'Vos droits permettent de consulter, pas de générer de fichier.',
  },
  en: {
    titles: {
      delete: 'Create a file of courses to delete',
      reset: 'Create a file of courses to reset',
    },
    descriptions: {
      delete: 'Choose the courses: the file will name them, one a line. Nothing is deleted here.',
      reset: 'Choose the courses: the file will ask to reset everything; edit it before it is run.',
    },
    tools: { delete: 'Delete courses', reset: 'Reset courses' },
    available: 'Available courses',
    search: 'Name, number or category',
    addAll: (n: number) => `Add all ${figure('en', n)}`,
    add: (name: string) => `Add ${name}`,
    remove: (name: string) => `Remove ${name}`,
    noCourse: 'No course',
    noCourseMore: 'Change the search, or create courses by a command file.',
    more: (shown: number, total: number) =>
      `${figure('en', shown)} of ${figure('en', total)} courses shown: be more precise.`,
    chosen: (n: number) => (n === 0 ? 'Chosen courses' : `Chosen courses (${figure('en', n)})`),
    clear: 'Remove all',
    noneChosen: 'No course chosen',
    noneChosenMore: 'Add some from the list of available courses.',
    generate: (n: number) => (n === 0 ? 'Generate' : `Generate for ${counted('en', n, 'course', 'courses')}`),
    written: (name: string) => `${name} is written`,
    writtenMore: 'It is among the command files. Simulate it before running it.',
    leftOut: (names: readonly string[]) =>
      `Left out, for they lack the identifier that the tool goes by: ${names.join(', ')}`,
    next: 'Go to the tool',
    readerOnly: 'Your rights allow looking, not generating files.',
  },
})
