import type { CommandTool } from '../../exchange/command-file/command-tool.ts'
import type { Settings } from '../../platform/settings.ts'
import type { Operation } from '../driver/operation.ts'
import type { Reader } from '../driver/reader.ts'

/** What a tool is made with, once for each file. */
export interface ToolPlace {
  readonly settings: Settings
  /** Seconds since 1970, at the beginning of the file: one « now » for all its lines. */
  readonly now: number
  /** The establishment's, such as `Europe/Paris`: dates without a zone are in it. */
  readonly timeZone: string
  /** Letters and generated secrets are for the real run. */
  readonly simulate: boolean
  /** Bytes of a file beside the command file, such as a course backup; null when it is not there. */
  readFile(name: string): Promise<Uint8Array | null>
  /** Says something in the run's log. */
  readonly warn: (message: string) => void
}

// biome-ignore lint/suspicious/noExplicitAny: each tool's command is its own business
export type LearningTool = CommandTool<any, Operation, Reader>

export type MakeTool = (place: ToolPlace) => Promise<LearningTool>
