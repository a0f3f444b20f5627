import { isRetryName } from '../../exchange/command-file/output-names.ts'
import type { AreaFile } from '../../exchange/file-area/list-shelf.ts'
import type { SyncOperation } from '../operations.ts'
import { picturePrefix } from '../settings/pictures.ts'
import type { SettingsSnapshot } from './settings-snapshot.ts'

/**
 * The configured name or pattern of an operation's command file, else its default (learning.md 4.1). Archives of pictures
 * are those whose name begins with the configured prefix (1.10).
 */
export function fileNameOf(operation: SyncOperation, settings: SettingsSnapshot): string {
  if (operation.archive) return `${settings[picturePrefix.key] ?? picturePrefix.default}*.zip`
  const configured = settings[`learning.${operation.tool}.file`]
  return typeof configured === 'string' && configured.trim() !== ''
    ? configured.trim()
    : operation.defaultFile
}

/** `*` stands for anything but a folder, `.zip` for any case of it; what comes of failures no pattern takes. */
export function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return name === pattern
  if (isRetryName(name)) return false
  const begin = pattern.replace(/\.zip$/, '')
  if (begin === pattern) return matchesByFolder(pattern, name)
  return /\.zip$/i.test(name) && matchesByFolder(begin, name.slice(0, -'.zip'.length))
}

function matchesByFolder(pattern: string, name: string): boolean {
  const wanted = pattern.split('/')
  const given = name.split('/')
  return wanted.length === given.length && wanted.every((part, at) => matchesPart(part, given[at]!))
}

/** Each piece at its first place behind the one before: an expression with ten stars would try for years. */
function matchesPart(pattern: string, name: string): boolean {
  const pieces = pattern.split('*')
  if (pieces.length === 1) return name === pattern
  const first = pieces[0]!
  const last = pieces.at(-1)!
  const end = name.length - last.length
  if (!name.startsWith(first) || !name.endsWith(last) || end < first.length) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at)
    if (found === -1 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}

/** Those of the stored files that the pattern takes, by name. `stored` is in that order already. */
export function filesFor(pattern: string, stored: readonly AreaFile[]): AreaFile[] {
  return stored.filter((file) => file.shelf === 'commands' && matches(pattern, file.name))
}
