import { generateKeyPairSync } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
} from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join, posix } from 'node:path'
import ssh2, { type SFTPWrapper } from 'ssh2'

/** An SFTP server over a real folder on 127.0.0.1, for one user with one password. */
export interface SftpServer {
  readonly port: number
  readonly user: string
  readonly password: string
  stop(): Promise<void>
}

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp
const user = 'agent'
const password = 'delivers'

/** Serves `folder` as `/`. What a client does is done to the files at once, as OpenSSH does. */
export async function startSftpServer(folder: string): Promise<SftpServer> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const connections = new Set<ssh2.Connection>()
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (connection) => {
    connections.add(connection)
    // Small answers at once: 40 ms each otherwise, for an acknowledgement that waits for company.
    ;(connection as ssh2.Connection & { setNoDelay(on: boolean): void }).setNoDelay(true)
    // An agent that is cut off is what the tests are about.
    connection.on('error', () => {})
    connection.on('close', () => connections.delete(connection))
    connection.on('authentication', (attempt) => {
      if (attempt.method === 'password' && attempt.username === user && attempt.password === password)
        attempt.accept()
      else attempt.reject(['password'])
    })
    connection.on('ready', () =>
      connection.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve(acceptSftp(), folder))),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    user,
    password,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const connection of connections) connection.end()
      }),
  }
}

interface Opened {
  readonly file?: FileHandle
  readonly append?: boolean
  names?: string[] | null
  readonly folder?: string
}

function serve(sftp: SFTPWrapper, folder: string): void {
  const opened = new Map<number, Opened>()
  let next = 0
  const real = (path: string) => join(folder, posix.resolve('/', path))
  const handleOf = (value: Opened): Buffer => {
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(next)
    opened.set(next++, value)
    return handle
  }
  const of = (handle: Buffer) => opened.get(handle.readUInt32BE(0))
  const answer = (id: number, work: Promise<unknown>) =>
    void work.then(
      () => sftp.status(id, STATUS_CODE.OK),
      (error) => sftp.status(id, statusOf(error), String(error)),
    )
  const failed = (id: number) => (error: unknown) => void sftp.status(id, statusOf(error), String(error))
  const closeAll = () => {
    for (const { file } of opened.values()) void file?.close().catch(() => {})
    opened.clear()
  }
  sftp.on('close', closeAll)
  sftp.on('error', () => {})

  sftp.on('OPEN', (id, path, flags) => {
    open(real(path), flagsOf(flags), 0o640).then(
      (file) => sftp.handle(id, handleOf({ file, append: (flags & OPEN_MODE.APPEND) !== 0 })),
      failed(id),
    )
  })
  sftp.on('WRITE', (id, handle, offset, data) => {
    const { file, append } = of(handle) ?? {}
    // Written before the next request is read: the order of a client's writes is kept.
    answer(
      id,
      file === undefined
        ? Promise.reject(new Error('closed'))
        : file.write(data, 0, data.length, append ? null : offset),
    )
  })
  sftp.on('READ', (id, handle, offset, length) => {
    const buffer = Buffer.alloc(Math.min(length, 65_536))
    const { file } = of(handle) ?? {}
    if (file === undefined) return void sftp.status(id, STATUS_CODE.FAILURE)
    file.read(buffer, 0, buffer.length, offset).then(({ bytesRead }) => {
      if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF)
      else sftp.data(id, buffer.subarray(0, bytesRead))
    }, failed(id))
  })
  sftp.on('CLOSE', (id, handle) => {
    const { file } = of(handle) ?? {}
    opened.delete(handle.readUInt32BE(0))
    answer(id, file?.close() ?? Promise.resolve())
  })
  const attributes = (id: number, found: Promise<Stats>) =>
    void found.then((stats) => sftp.attrs(id, attributesOf(stats)), failed(id))
  sftp.on('STAT', (id, path) => attributes(id, stat(real(path))))
  sftp.on('LSTAT', (id, path) => attributes(id, lstat(real(path))))
  sftp.on('FSTAT', (id, handle) =>
    attributes(id, of(handle)?.file?.stat() ?? Promise.reject(new Error('closed'))),
  )
  sftp.on('SETSTAT', (id, path, attrs) =>
    answer(id, utimes(real(path), seconds(attrs.atime), seconds(attrs.mtime))),
  )
  sftp.on('FSETSTAT', (id, handle, attrs) =>
    answer(id, of(handle)?.file?.utimes(seconds(attrs.atime), seconds(attrs.mtime)) ?? Promise.resolve()),
  )
  sftp.on('REMOVE', (id, path) => answer(id, rm(real(path))))
  sftp.on('RENAME', (id, from, to) =>
    // As the protocol wants it: not over another file.
    answer(
      id,
      lstat(real(to)).then(
        () => Promise.reject(new Error('exists')),
        () => rename(real(from), real(to)),
      ),
    ),
  )
  sftp.on('MKDIR', (id, path) => answer(id, mkdir(real(path))))
  sftp.on('RMDIR', (id, path) => answer(id, rmdir(real(path))))
  sftp.on('REALPATH', (id, path) => {
    const filename = posix.resolve('/', path)
    sftp.name(id, [{ filename, longname: filename, attrs: noAttributes }])
  })
  sftp.on('OPENDIR', (id, path) => {
    readdir(real(path)).then((names) => sftp.handle(id, handleOf({ names, folder: real(path) })), failed(id))
  })
  sftp.on('READDIR', (id, handle) => {
    const listing = of(handle)
    if (!listing?.names?.length) return void sftp.status(id, STATUS_CODE.EOF)
    const { names, folder: at } = listing
    listing.names = null
    void Promise.all(
      names.map(async (filename) => {
        const found = await lstat(join(at!, filename)).catch(() => null)
        return { filename, longname: filename, attrs: found === null ? noAttributes : attributesOf(found) }
      }),
    ).then((entries) => sftp.name(id, entries))
  })
}

const noAttributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats) {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) }
}

function seconds(value: number | Date): number {
  return value instanceof Date ? value.getTime() / 1000 : value
}

function flagsOf(flags: number): number {
  const write = (flags & OPEN_MODE.WRITE) !== 0
  const read = (flags & OPEN_MODE.READ) !== 0
  let result = write ? (read ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY
  if (flags & OPEN_MODE.APPEND) result |= constants.O_APPEND
  if (flags & OPEN_MODE.CREAT) result |= constants.O_CREAT
  if (flags & OPEN_MODE.TRUNC) result |= constants.O_TRUNC
  if (flags & OPEN_MODE.EXCL) result |= constants.O_EXCL
  return result
}

function statusOf(error: unknown): number {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return STATUS_CODE.NO_SUCH_FILE
  return code === 'EACCES' || code === 'EPERM' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE
}
