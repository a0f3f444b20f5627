import type { Text } from '../../platform/text.ts'
import { checksumEnding, markerEnding, nameKind } from './drop-names.ts'
import type { DropEntry } from './scan-drop.ts'

/** Why something in the drop directory is not taken now. */
export const waitingReasons = {
  fresh: { fr: 'écrit il y a moins de 5 secondes', en: 'written less than 5 seconds ago' },
  changing: {
    fr: 'a changé depuis le passage précédent : encore en cours d’écriture ?',
    en: 'has changed since the pull before: is it still being written?',
  },
  future: {
    fr: 'daté dans l’avenir : pris s’il est inchangé au passage suivant',
    en: 'dated in the future: taken if it is unchanged at the next pull',
  },
  unfinished: {
    fr: 'transfert inachevé (.part, .tmp, .filepart)',
    en: 'unfinished transfer (.part, .tmp, .filepart)',
  },
  'no-marker': { fr: 'sans son fichier .done', en: 'without its .done file' },
  'old-marker': {
    fr: 'son fichier .done est plus ancien que lui',
    en: 'its .done file is older than itself',
  },
  companion: {
    fr: 'le fichier qu’il accompagne n’est pas là',
    en: 'the file that it goes with is not there',
  },
  'left-behind': {
    fr: 'déjà pris, mais n’a pas pu être retiré',
    en: 'taken already, but could not be removed',
  },
  hidden: { fr: 'nom commençant par « . » ou « _ »', en: 'name beginning with . or _' },
  directory: { fr: 'dossier', en: 'folder' },
  link: { fr: 'lien', en: 'link' },
  other: { fr: 'n’est pas un fichier ordinaire', en: 'not an ordinary file' },
  agent: { fr: 'un agent est en train de déposer (alock.txt)', en: 'an agent is delivering (alock.txt)' },
  stopped: { fr: 'récupération interrompue avant lui', en: 'the pull stopped before it' },
  claimed: { fr: 'prise commencée, à terminer', en: 'being taken, to be finished' },
} satisfies Record<string, Text>
export type WaitingReason = keyof typeof waitingReasons

export interface Sighting {
  readonly bytes: number
  readonly modifiedNs: bigint
  /** Milliseconds since 1970: since when it has been seen like this. */
  readonly sinceMs: number
}

export interface DropCircumstances {
  readonly nowMs: number
  /** What earlier pulls saw, by name. */
  readonly sightings: ReadonlyMap<string, Sighting>
  /** Names of files that were taken and could not be removed, as they were then. */
  readonly leftBehind: ReadonlyMap<string, { readonly bytes: number; readonly modifiedNs: bigint }>
  /** Only files with a `.done` beside are taken. */
  readonly doneMarker: boolean
}

/** A file with what says something of it. */
export interface Candidate {
  readonly file: DropEntry
  readonly checksum: DropEntry | null
  readonly marker: DropEntry | null
}

export interface SortedDrop {
  readonly ready: readonly Candidate[]
  readonly waiting: readonly { readonly entry: DropEntry; readonly why: WaitingReason }[]
}

/** Unchanged for so long, a file is taken to be complete. */
const quietMs = 5_000
/** One that was seen growing has a writer who pauses: it must have been left alone for longer. */
const quietAfterChangeMs = 60_000

/** Which of the files that lie there can be taken, and why the others cannot. */
export function sortDrop(entries: readonly DropEntry[], circumstances: DropCircumstances): SortedDrop {
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const ready: Candidate[] = []
  const waiting: { entry: DropEntry; why: WaitingReason }[] = []
  for (const entry of entries) {
    const kind = nameKind(entry.name)
    if (kind.kind === 'protocol') continue
    const regular = (name: string) => {
      const found = byName.get(name)
      return found?.kind === 'file' ? found : null
    }
    if (kind.kind === 'hidden') waiting.push({ entry, why: 'hidden' })
    else if (entry.kind !== 'file') waiting.push({ entry, why: entry.kind })
    else if (kind.kind === 'unfinished') waiting.push({ entry, why: 'unfinished' })
    else if (kind.kind === 'companion') {
      // Beside its file it goes with it, and is not counted.
      if (regular(kind.of) === null) waiting.push({ entry, why: 'companion' })
    } else {
      const candidate: Candidate = {
        file: entry,
        checksum: regular(`${entry.name}${checksumEnding}`),
        marker: regular(`${entry.name}${markerEnding}`),
      }
      const why = whyNot(candidate, circumstances)
      if (why === null) ready.push(candidate)
      else waiting.push({ entry, why })
    }
  }
  return { ready, waiting }
}

function whyNot(candidate: Candidate, circumstances: DropCircumstances): WaitingReason | null {
  const { file, checksum, marker } = candidate
  const left = circumstances.leftBehind.get(file.name)
  if (left !== undefined && left.bytes === file.bytes && left.modifiedNs === file.modifiedNs)
    return 'left-behind'
  if (circumstances.doneMarker) {
    if (marker === null) return 'no-marker'
    // That of the delivery before, whose file is being written over.
    if (marker.modifiedNs < file.modifiedNs) return 'old-marker'
  }
  // A checksum that is being written says nothing yet.
  return restOf(file, circumstances) ?? (checksum === null ? null : restOf(checksum, circumstances))
}

/** Null when nobody is writing to it any more, as far as can be told. */
export function restOf(
  file: Pick<DropEntry, 'name' | 'bytes' | 'modifiedNs'>,
  { nowMs, sightings }: Pick<DropCircumstances, 'nowMs' | 'sightings'>,
): 'fresh' | 'changing' | 'future' | null {
  const before = sightings.get(file.name)
  const same = before !== undefined && before.bytes === file.bytes && before.modifiedNs === file.modifiedNs
  // Two equal looks prove rest even where the file server's clock disagrees with ours.
  if (same && nowMs - before.sinceMs >= quietMs) return null
  const ageMs = nowMs - Number(file.modifiedNs / 1_000_000n)
  if (ageMs < 0) return 'future'
  if (ageMs < quietMs) return 'fresh'
  return before !== undefined && !same && ageMs < quietAfterChangeMs ? 'changing' : null
}
