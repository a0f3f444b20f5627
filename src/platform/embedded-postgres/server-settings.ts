import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

/** What the machine offers, as far as the server's settings depend on it. */
export interface Machine {
  readonly memoryBytes: number
  /** Size of /dev/shm; 0 where there is none. */
  readonly sharedMemoryBytes: number
}

/** This machine, or the container that limits it. */
export function thisMachine(): Machine {
  const limit = process.constrainedMemory()
  const memoryBytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem()
  return { memoryBytes, sharedMemoryBytes: sizeOfFileSystem('/dev/shm') }
}

function sizeOfFileSystem(path: string): number {
  try {
    const { blocks, bsize } = statfsSync(path)
    return blocks * bsize
  } catch {
    return 0
  }
}

const mebibyte = 1024 * 1024

/** A quarter of the memory up to 1 GB; an eighth on machines below 2 GB, which the program itself needs. */
export function sharedBuffersMb(memoryBytes: number): number {
  const share = memoryBytes < 2048 * mebibyte ? 8 : 4
  return Math.max(16, Math.min(1024, Math.floor(memoryBytes / share / mebibyte)))
}

/**
 * The server's settings by name, those of `overrides` last. They are given on the command line at each
 * start, so that a new version of the program brings its own and no file has to be edited.
 */
export function serverSettings(
  machine: Machine,
  overrides: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    // A socket's path may have 107 bytes only, which a deep data folder exceeds.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: `${sharedBuffersMb(machine.memoryBytes)}MB`,
    // Containers often have a /dev/shm of 64 MB, too small for parallel queries: files serve as well.
    dynamic_shared_memory_type: machine.sharedMemoryBytes >= 512 * mebibyte ? 'posix' : 'mmap',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The work of a program that died or was cut off ends soon, and its locks fall.
    tcp_keepalives_idle: '30',
    tcp_keepalives_interval: '10',
    tcp_keepalives_count: '3',
    client_connection_check_interval: '10s',
    // The log tells of the server, not of statements: those may hold personal data, and their errors reach
    // the program anyway. %e, the SQLSTATE, is what a failed start is judged by.
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %e ',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...overrides,
  }
}
