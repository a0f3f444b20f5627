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
  const literal = (text: string) => text.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&')
  const begin = pattern.replace(/\.zip$/, '')
  const end = begin === pattern ? '' : '\\.[zZ][iI][pP]'
  return new RegExp(`^${begin.split('*').map(literal).join('[^/]*')}${end}$`, 'u').test(name)
}

/** Those of the stored files that the pattern takes, by name. `stored` is in that order already. */
export function filesFor(pattern: string, stored: readonly AreaFile[]): AreaFile[] {
  return stored.filter((file) => file.shelf === 'commands' && matches(pattern, file.name))
}
