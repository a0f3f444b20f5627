import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { SourceFailure } from '../vaccine-source.ts'

export const largestVaccineFile = 20_000_000

/** Where an administrator puts a list, or the screen the one that it received. */
export function vaccineFilePath(dataDirectory: string): string {
  return join(dataDirectory, 'vaccines', 'vaccins.json')
}

/** The text of a list in a file, UTF-8. Throws `SourceFailure` for what is not there, too large or not UTF-8. */
export async function readGivenFile(path: string): Promise<string> {
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new SourceFailure(
      code === 'ENOENT'
        ? "aucune liste de vaccins n'a été déposée : envoyez-en une depuis la page Vaccins"
        : `la liste de vaccins ne peut pas être lue (${code})`,
    )
  }
  try {
    const { size } = await file.stat()
    if (size > largestVaccineFile)
      throw new SourceFailure("le fichier dépasse 20 Mo, il est refusé ; rien n'a été modifié")
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile())
  } catch (error) {
    if (error instanceof TypeError)
      throw new SourceFailure("le fichier n'est pas en UTF-8 ; rien n'a été modifié")
    throw error
  } finally {
    await file.close()
  }
}
