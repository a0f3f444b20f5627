import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import type { FileTally } from '../../exchange/command-file/file-progress.ts'
import type { OperationCode } from '../operations.ts'

/** What became of one command file. */
export interface FileResult {
  readonly exchangeId: number
  readonly operation: OperationCode
  readonly fileName: string
  readonly state: 'applied' | 'simulated' | 'refused' | 'held' | 'failed'
  readonly tally: FileTally
  readonly digest: CommandFileDigest
}
