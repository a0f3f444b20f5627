/**
 * The database server could not be had. The message says what is wrong and what to do about it; it is
 * meant for the person who started the program.
 */
export class DatabaseStartError extends Error {
  readonly code = 'DATABASE_START'
}

const advice: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and start again',
  EDQUOT: 'the disk quota is used up; free some space and start again',
  EROFS: 'it lies on a read-only file system; choose another data folder',
  EACCES: 'the user of this program may not write there; give it the right or choose another data folder',
  EPERM: 'the user of this program may not write there; give it the right or choose another data folder',
  ENOTDIR: 'a part of its path is a file, not a folder; choose another data folder',
  ENOENT: 'it cannot be made there; choose another data folder',
  EEXIST: 'a file of that name is in the way; choose another data folder',
}

/** Runs `work`, which uses `path`; an error of the file system comes out as a `DatabaseStartError` with advice. */
export async function usingFolder<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (cause instanceof DatabaseStartError || code === undefined) throw cause
    const reason = advice[code] ?? (cause as Error).message
    throw new DatabaseStartError(`The data folder ${path} cannot be used: ${reason} (${code}).`, { cause })
  }
}
