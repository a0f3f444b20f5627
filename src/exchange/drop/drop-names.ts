/** Where the protocol's own things lie in a drop directory (learning.md 3.1, 3.2). */
export const lockName = 'lock.txt'
export const agentLockName = 'alock.txt'
/** Files that are being taken: hidden from agents that list the directory. */
export const claimFolder = '.nocturne'
/** Files that cannot be taken, each with a `.raison.txt` beside; `_` keeps it from being pulled. */
export const quarantineFolder = '_quarantaine'

const protocolNames = new Set([lockName, agentLockName, claimFolder, quarantineFolder])

export const checksumEnding = '.sha256'
export const markerEnding = '.done'

export type NameKind =
  /** The protocol's own. */
  | { readonly kind: 'protocol' }
  /** Meant to be left alone. */
  | { readonly kind: 'hidden' }
  /** How transfer programs call what they have not finished. */
  | { readonly kind: 'unfinished' }
  /** Says something of another file: a checksum, or that it is complete. */
  | { readonly kind: 'companion'; readonly of: string }
  | { readonly kind: 'file' }

/** What a name in the drop directory announces. */
export function nameKind(name: string): NameKind {
  if (protocolNames.has(name)) return { kind: 'protocol' }
  if (name.startsWith('.') || name.startsWith('_')) return { kind: 'hidden' }
  if (/\.(part|tmp|filepart)$/i.test(name)) return { kind: 'unfinished' }
  for (const ending of [checksumEnding, markerEnding])
    if (name.length > ending.length && name.endsWith(ending))
      return { kind: 'companion', of: name.slice(0, -ending.length) }
  return { kind: 'file' }
}
