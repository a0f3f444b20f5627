import type { FileHandle } from 'node:fs/promises'
import type { CommandFormat } from '../../exchange/command-file/command-format.ts'
import type { OpenedRows } from '../../exchange/command-file/command-rows.ts'
import type { FileScan } from '../../exchange/scan-file.ts'
import type { OperationCode } from '../operations.ts'
import type { MakeTool } from './tool-place.ts'

/** What carries an operation out. */
export interface ToolEntry {
  readonly make: MakeTool
  /** Where the command file is no CSV: how its rows are read. */
  readonly open?: (file: FileHandle, scan: FileScan, format: CommandFormat) => Promise<OpenedRows>
}

export type ToolList = Readonly<Partial<Record<OperationCode, ToolEntry>>>

/** The tools of the operations. */
export const toolList: ToolList = {}
