import { readdir, realpath } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { storeMarker } from '../files/file-store.ts'

/** Put by hand into a root outside of the data folder: what lies there is of a demonstration, and may be erased. */
export const demoMarker = '.nocturne-demo'

/**
 * Why the files below a root are not to be erased, in French, or null: one outside of the installation's own data folder may be
 * the store of a production, named by a configuration that was copied from there. One that is absent or empty holds nothing.
 */
export async function lockOfRoot(
  root: string,
  variable: string,
  dataDirectory: string,
): Promise<string | null> {
  let place: string
  let names: readonly string[]
  try {
    place = await realpath(root)
    names = await readdir(place)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const way = relative(await realpath(dataDirectory).catch(() => resolve(dataDirectory)), place)
  if (way !== '' && !way.startsWith('..') && !way.startsWith('/')) return null
  if (names.includes(demoMarker) || names.every((name) => name === storeMarker)) return null
  return `${variable} est hors du dossier de données et contient des fichiers : s’ils sont d’une démonstration, posez-y un fichier vide ${demoMarker}`
}
