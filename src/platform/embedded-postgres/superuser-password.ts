import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseStartError } from './startup-error.ts'

export const superuser = 'nocturne'

/** The file, of mode 0600, that holds the password of the superuser. */
export function passwordFile(folder: string): string {
  return join(folder, 'postgres.password')
}

/**
 * The superuser's password of a data folder, generated the first time. It needs no escaping in a URL.
 * Programs that start together all get the same.
 */
export function superuserPassword(folder: string): string {
  const path = passwordFile(folder)
  const password = read(path) ?? create(path)
  if (!/^[\w-]{20,}$/.test(password))
    throw new DatabaseStartError(`The file ${path} does not hold the database's password; restore it.`)
  return password
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function create(path: string): string {
  const password = randomBytes(24).toString('base64url')
  const draft = `${path}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(draft, `${password}\n`, { mode: 0o600, flush: true })
    // A link appears with its whole content, and never replaces the file of a program that was faster.
    linkSync(draft, path)
    return password
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return read(path) ?? password
  } finally {
    rmSync(draft, { force: true })
  }
}
