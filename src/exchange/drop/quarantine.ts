import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Text } from '../../platform/text.ts'
import { numberedName } from '../file-area/area-name.ts'
import { quarantineFolder } from './drop-names.ts'
import { inOwnFolder } from './own-folder.ts'
import { shownName } from './shown-name.ts'

/** The folder, made at first use for the agent's group to look into. Throws when a link or a file has its name. */
export async function quarantinePath(directory: string): Promise<string> {
  const path = join(directory, quarantineFolder)
  await mkdir(path, { mode: 0o770 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  if (!(await lstat(path)).isDirectory())
    throw Object.assign(new Error(`${quarantineFolder} is not a folder`), { code: 'ENOTDIR' })
  return path
}

/**
 * Moves the file `claimed` into quarantine as `name`, numbered when that is taken, with the reason in
 * `<name>.raison.txt`: first the reason, so that no file is ever there without.
 */
export async function quarantine(
  directory: string,
  claimed: string | Buffer,
  name: string,
  explanation: string,
): Promise<void> {
  await quarantinePath(directory)
  await inOwnFolder(directory, [quarantineFolder], (folder) => setAside(folder, claimed, name, explanation))
}

async function setAside(
  folder: string,
  claimed: string | Buffer,
  name: string,
  explanation: string,
): Promise<void> {
  const shown = quarantineName(name)
  for (let number = 1; ; number++) {
    const path = join(folder, numberedName(shown, number))
    if (await isThere(path)) continue
    const reason = `${path}.raison.txt`
    // Without its file it is left of a pull that died. Never written through a link that an agent put there.
    await rm(reason, { force: true })
    await writeFile(reason, explanation, { mode: 0o660, flag: 'wx' })
    // Only who holds the lock writes here. A link would be safer still, but systems refuse them on others' files.
    await rename(claimed, path)
    return
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}

/** What can be a name anywhere, as like the sender's as can be. */
function quarantineName(name: string): string {
  const plain = name.replaceAll(/[\p{C}\\/*\ufffd]/gu, '_')
  let characters = [...plain]
  while (Buffer.byteLength(characters.join('')) > 200) characters = characters.slice(1)
  return characters.join('')
}

/** French first: it is read by whoever delivers. */
export function explanationOf(name: string, reason: Text, at: string): string {
  return `${shownName(name)}\n${at}\n\n${reason.fr}\n\n${reason.en}\n`
}
