import type { Queryable } from '../../platform/database.ts'
import type { FileStore } from '../files/file-store.ts'

export type FolderVerdict =
  | { readonly ok: true; readonly folders: number; readonly words: string }
  | { readonly ok: false; readonly words: string }

/** What is read of a folder to compare it with the rows: more than that is unlisted in any case. */
const comparedPaths = 10_000

/**
 * Removes the folder of a campaign (admissions.md 3.6, step 3): absent is a success; one that holds files which nothing lists is
 * left alone and refused with their number, for somebody may have put them there.
 */
export async function removeRootFolder(
  db: Queryable,
  store: FileStore,
  code: string,
): Promise<FolderVerdict> {
  const found = await store.list(code, { limit: comparedPaths })
  if (found.kind === 'absent') return { ok: true, folders: 0, words: `dossier ${code} : absent` }
  if (found.kind !== 'found') return { ok: false, words: `dossier ${code} : ${found.words}` }
  // Remains of interrupted writings are files of the list and none of what stays: only a sweep tells.
  const swept = await store.removeEmptyFolders(code)
  if (swept.kind === 'absent') return { ok: true, folders: 0, words: `dossier ${code} : absent` }
  if (swept.kind !== 'emptied') return { ok: false, words: `dossier ${code} : ${swept.words}` }
  if (swept.files === 0) return { ok: true, folders: swept.folders, words: `dossier ${code} : supprimé` }
  const { rows } = await db.query<{ used: number }>(
    `select count(distinct path) as used from admissions.stored_file where owner_kind = 'C' and path = any ($1)`,
    [found.paths],
  )
  const unlisted = swept.files - rows[0]!.used
  if (unlisted > 0)
    return {
      ok: false,
      words: `dossier ${code} conservé : ${unlisted} fichier(s) que rien ne liste ; déplacez-les ou supprimez-les, puis relancez`,
    }
  return {
    ok: true,
    folders: swept.folders,
    words: `dossier ${code} conservé : ${rows[0]!.used} fichier(s) encore utilisés par d’autres dossiers`,
  }
}
