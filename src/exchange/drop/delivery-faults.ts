import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Text } from '../../platform/text.ts'
import { areaNameFault } from '../file-area/area-name.ts'
import { claimPath } from './claim.ts'
import { readChecksum } from './copy-claimed.ts'
import { checksumEnding } from './drop-names.ts'
import type { Delivery } from './drop-store.ts'
import type { PullPlace } from './pull-options.ts'

/** Why a file goes to quarantine, for whoever delivered it; null when it does not. */

export function nameFault(name: string, source: string | Buffer): Text | null {
  if (typeof source !== 'string' || name.includes('\ufffd'))
    return { fr: 'Le nom du fichier n’est pas en UTF-8.', en: 'The name of the file is not in UTF-8.' }
  const fault = areaNameFault('commands', name)
  if (fault === null) return null
  return {
    fr: `Ce fichier ne peut pas porter ce nom : ${fault.fr}.`,
    en: `The file cannot have this name: ${fault.en}.`,
  }
}

export function sizeFault(bytes: number, largestBytes: number): Text | null {
  if (bytes <= largestBytes) return null
  const mega = (count: number) => Math.ceil(count / 1024 / 1024)
  return {
    fr: `Fichier trop volumineux : ${mega(bytes)} Mo, pour ${mega(largestBytes)} au plus.`,
    en: `The file is too large: ${mega(bytes)} MB, of at most ${mega(largestBytes)}.`,
  }
}

export const unreadable: Text = {
  fr: 'Le fichier ne peut pas être lu : ses droits ne le permettent pas, ou le disque est en défaut.',
  en: 'The file cannot be read: its permissions do not allow it, or the disk is at fault.',
}

/** Compares `sha256`, hexadecimal, with what the `.sha256` beside the file announces. Without one there is no fault. */
export async function checksumFault(
  place: PullPlace,
  delivery: Delivery,
  sha256: string,
): Promise<Text | null> {
  const { directory } = place
  const { id, name, leftBehind } = delivery
  const path = join(leftBehind ? directory : claimPath(directory, id), `${name}${checksumEnding}`)
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile()) return null
  const expected = await readChecksum(path, name).catch(() => null)
  if (expected === sha256) return null
  if (expected === null)
    return {
      fr: `${name}${checksumEnding} ne contient pas de somme SHA-256 de ce fichier.`,
      en: `${name}${checksumEnding} has no SHA-256 sum of this file.`,
    }
  return {
    fr: `La somme SHA-256 ne correspond pas : ${expected} annoncée, ${sha256} reçue. Le transfert est incomplet ou altéré : déposer le fichier de nouveau.`,
    en: `The SHA-256 sum does not match: ${expected} announced, ${sha256} received. The transfer is incomplete or altered: deliver the file again.`,
  }
}
