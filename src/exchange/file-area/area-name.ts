import type { Text } from '../../platform/text.ts'
import { deepestFolders, type Shelf } from './shelf.ts'

/** Characters of a whole name, folders included (learning.md 2), and bytes of each of its segments. */
const longest = 200
/**
 * The same in the other shelves, whose names have a time stamp and more around that of a command file. File systems take
 * 255 bytes; what is missing to it is for `-2` and for the hidden names of `settle-file.ts`.
 */
const longestDerived = 240

const limitOf = (shelf: Shelf) => (shelf === 'commands' ? longest : longestDerived)

/**
 * Why `name` (relative, folders separated by `/`) cannot be that of a file on `shelf`, or null when it can. A name that
 * passes leads nowhere but below its shelf, links aside.
 */
export function areaNameFault(shelf: Shelf, name: string): Text | null {
  if (name === '') return { fr: 'un nom est nécessaire', en: 'a name is needed' }
  const limit = limitOf(shelf)
  if (name.length > limit)
    return {
      fr: `${limit} caractères au plus, dossiers compris`,
      en: `at most ${limit} characters, folders included`,
    }
  const segments = name.split('/')
  if (segments.length - 1 > deepestFolders[shelf])
    return deepestFolders[shelf] === 0
      ? { fr: 'pas de dossier à cet endroit', en: 'no folders in this place' }
      : {
          fr: `${deepestFolders[shelf]} dossiers au plus, l’un dans l’autre`,
          en: `at most ${deepestFolders[shelf]} folders, one in the other`,
        }
  for (const segment of segments) {
    const fault = segmentFault(segment, limit)
    if (fault !== null) return fault
  }
  return null
}

function segmentFault(segment: string, longestBytes: number): Text | null {
  if (segment.trim() === '') return { fr: 'un nom de fichier ou de dossier est vide', en: 'a name is empty' }
  if (segment.startsWith('.'))
    return { fr: 'un nom ne commence pas par un point', en: 'a name does not begin with a dot' }
  if (/[\\*/]/.test(segment))
    return { fr: 'ni « \\ », ni « * », ni « / » dans un nom', en: 'neither \\ nor * nor / in a name' }
  // Invisible and direction-changing characters too: a name must be what it looks like. U+FFFD is bytes of no text.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/u.test(segment))
    return {
      fr: 'un nom contient un caractère invisible ou illisible',
      en: 'a name has an invisible character',
    }
  if (Buffer.byteLength(segment) > longestBytes)
    return {
      fr: `${longestBytes} octets au plus par nom (une lettre accentuée en prend deux)`,
      en: `at most ${longestBytes} bytes a name (an accented letter takes two)`,
    }
  return null
}

/** `x.csv`, `-2` → `x-2.csv`: a number goes before the ending, which says what kind of file it is. */
export function numberedName(name: string, number: number): string {
  if (number < 2) return name
  const ending = /(?<=[^/])\.[^./]{1,10}$/.exec(name)?.[0] ?? ''
  return `${name.slice(0, name.length - ending.length)}-${number}${ending}`
}
