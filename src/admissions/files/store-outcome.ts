/** It is not there, and the store that would hold it is. */
export interface Absent {
  readonly kind: 'absent'
}

/** The store or this part of it cannot be reached: nothing is known of the file. Try again later. */
export interface Unavailable {
  readonly kind: 'unavailable'
  /** In French, without the path: names of files may tell of people (R7). */
  readonly words: string
}

/** Never to be done, however often it is tried: the path leaves the root, goes through a link, or is no file. */
export interface Refused {
  readonly kind: 'refused'
  readonly words: string
}

export type StoreFailure = Absent | Unavailable | Refused

const ofPath: Readonly<Record<string, string>> = {
  ELOOP: 'un lien symbolique est sur le chemin',
  EISDIR: 'un dossier porte ce nom',
  ENOTDIR: 'un fichier tient la place d’un dossier',
  ENAMETOOLONG: 'le nom est trop long',
  ENOTEMPTY: 'le dossier n’est pas vide',
}

const ofStore: Readonly<Record<string, string>> = {
  EACCES: 'droits insuffisants',
  EPERM: 'opération interdite',
  EROFS: 'le dépôt est en lecture seule',
  EIO: 'erreur du disque',
  ESTALE: 'le montage réseau est périmé',
  ENOSPC: 'le disque est plein',
  EDQUOT: 'le quota est atteint',
  ETIMEDOUT: 'le montage réseau ne répond pas',
  ENOTCONN: 'le montage est déconnecté',
  EBUSY: 'le fichier est occupé',
  EMFILE: 'trop de fichiers sont ouverts',
}

/** What a failed call to the file system means for the store; rethrows what is no failure of the file system. */
export function storeFailure(error: unknown): StoreFailure {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (!(error instanceof Error) || code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw error
  if (code === 'ENOENT') return { kind: 'absent' }
  const words = ofPath[code]
  if (words !== undefined) return { kind: 'refused', words }
  return { kind: 'unavailable', words: `${ofStore[code] ?? 'échec du système de fichiers'} (${code})` }
}
