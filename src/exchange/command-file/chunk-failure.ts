import { RunLostError } from '../../batch/run-context.ts'

/**
 * Whether an error says that the work cannot go on at all, instead of something about the lines of a chunk: the run is
 * lost or was told to stop, the connection broke, the server stops, a disk is full.
 */
export function endsTheFile(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted || error instanceof RunLostError) return true
  if (!(error instanceof Error)) return false
  const { code } = error as Error & { code?: unknown }
  if (typeof code !== 'string')
    return /connection (terminated|ended|closed)|client was closed/i.test(error.message)
  return fatalCodes.test(code)
}

/**
 * SQLSTATE 08 (connection), 53 (resources), 57P (the server stops), 58 (its machine), F0, XX; the system's own codes of
 * sockets and disks.
 */
const fatalCodes =
  /^(?:(?:08|53|58|F0|XX)[0-9A-Z]{3}|57P[0-9A-Z]{2})$|^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|ENET|ENOSPC|EDQUOT|EIO|EROFS|EMFILE|ENFILE)/
