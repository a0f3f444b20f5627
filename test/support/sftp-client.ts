import { promisify } from 'node:util'
import ssh2 from 'ssh2'

/** An agent that delivers by SFTP, one call at a time. */
export interface SftpClient {
  /** Writes a whole file. */
  put(path: string, data: string | Buffer): Promise<void>
  /** Opens a file for writing in pieces: emptied first, or with `a` at its end. */
  open(path: string, mode?: 'w' | 'a'): Promise<SftpFile>
  /** Fails when `to` is there, as the protocol wants it. */
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  exists(path: string): Promise<boolean>
  list(path: string): Promise<string[]>
  /** Seconds since 1970. */
  date(path: string, at: number): Promise<void>
  /** Cuts the connection, as a cable does: nothing is closed in good order. */
  kill(): void
  end(): void
}

export interface SftpFile {
  write(data: string | Buffer): Promise<void>
  close(): Promise<void>
}

export async function connectSftp(server: {
  readonly port: number
  readonly user: string
  readonly password: string
}): Promise<SftpClient> {
  const client = new ssh2.Client()
  client.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    client.once('ready', resolve)
    client.once('error', reject)
    client.connect({
      host: '127.0.0.1',
      port: server.port,
      username: server.user,
      password: server.password,
    })
  })
  client.setNoDelay(true)
  const sftp = await promisify(client.sftp.bind(client))()
  sftp.on('error', () => {})
  const openFile = promisify(
    sftp.open.bind(sftp) as (
      path: string,
      mode: string,
      done: (error: Error | undefined, handle: Buffer) => void,
    ) => void,
  )
  const close = promisify(sftp.close.bind(sftp))
  const write = promisify(sftp.write.bind(sftp))

  async function open(path: string, mode: 'w' | 'a' = 'w'): Promise<SftpFile> {
    const handle = await openFile(path, mode)
    let offset = 0
    return {
      async write(data) {
        const bytes = typeof data === 'string' ? Buffer.from(data) : data
        await write(handle, bytes, 0, bytes.length, offset)
        offset += bytes.length
      },
      close: () => close(handle),
    }
  }
  return {
    open,
    async put(path, data) {
      const file = await open(path)
      await file.write(data)
      await file.close()
    },
    rename: promisify(sftp.rename.bind(sftp)),
    remove: promisify(sftp.unlink.bind(sftp)),
    exists: (path) =>
      new Promise((resolve) => sftp.stat(path, (error) => resolve(error === undefined || error === null))),
    async list(path) {
      return (await promisify(sftp.readdir.bind(sftp))(path)).map((entry) => entry.filename)
    },
    date: (path, at) => promisify(sftp.utimes.bind(sftp))(path, at, at),
    kill: () => void client.destroy(),
    end: () => void client.end(),
  }
}
