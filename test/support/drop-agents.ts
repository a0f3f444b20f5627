import { access, type FileHandle, open, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ManualClock } from '../../src/platform/clock.ts'
import type { DropPlace } from './drop-place.ts'
import type { SftpClient } from './sftp-client.ts'

/** Somebody who delivers, in the folder itself or by SFTP. */
export interface Agent {
  open(path: string): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }>
  put(path: string, text: string): Promise<void>
  /** Over another file too. */
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  exists(path: string): Promise<boolean>
  /** Dates a file by the test's clock; one that was taken meanwhile is not there to be dated. */
  date(path: string): Promise<void>
  kill(): Promise<void>
  /** It has delivered. */
  release(): void
}

export function folderAgent({ directory, clock }: DropPlace): Agent {
  const at = (path: string) => join(directory, path)
  const files: FileHandle[] = []
  const date = async (path: string) => {
    const now = seconds(clock)
    await utimes(at(path), now, now).catch(() => {})
  }
  return {
    async open(path) {
      const file = await open(at(path), 'w')
      files.push(file)
      return {
        write: async (text) => void (await file.write(text)),
        close: () => file.close(),
      }
    },
    async put(path, text) {
      await writeFile(at(path), text)
      await date(path)
    },
    rename: (from, to) => rename(at(from), at(to)),
    remove: (path) => rm(at(path)),
    exists: (path) =>
      access(at(path)).then(
        () => true,
        () => false,
      ),
    date,
    async kill() {
      for (const file of files) await file.close().catch(() => {})
    },
    release() {},
  }
}

export function sftpAgent(client: SftpClient, clock: ManualClock, release: () => void): Agent {
  const date = (path: string) => client.date(path, seconds(clock)).catch(() => {})
  return {
    open: (path) => client.open(path),
    async put(path, text) {
      await client.put(path, text)
      await date(path)
    },
    async rename(from, to) {
      // What clients do whose server renames over nothing.
      await client.remove(to).catch(() => {})
      await client.rename(from, to)
    },
    remove: (path) => client.remove(path),
    exists: (path) => client.exists(path),
    date,
    kill: async () => client.kill(),
    release,
  }
}

function seconds(clock: ManualClock): number {
  return clock.now().epochMilliseconds / 1000
}
