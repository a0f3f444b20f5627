import type { Text } from '../../platform/text.ts'

/** The five places of an application's file area; each is a folder of that name. */
export const shelves = ['commands', 'reports', 'archives', 'retries', 'journals'] as const
export type Shelf = (typeof shelves)[number]

export const shelfLabels: Readonly<Record<Shelf, Text>> = {
  commands: { fr: 'Fichiers de commande', en: 'Command files' },
  reports: { fr: 'Rapports', en: 'Reports' },
  archives: { fr: 'Archives', en: 'Archives' },
  retries: { fr: 'Fichiers de reprise', en: 'Retry files' },
  journals: { fr: 'Journaux', en: 'Journals' },
}

/** Command files may lie in sub-folders, up to this many below each other; the other shelves are flat. */
export const deepestFolders: Readonly<Record<Shelf, number>> = {
  commands: 5,
  reports: 0,
  archives: 0,
  retries: 0,
  journals: 0,
}

export function isShelf(text: string): text is Shelf {
  return (shelves as readonly string[]).includes(text)
}
