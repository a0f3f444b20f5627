import type { ColumnRules } from '../../exchange/command-file/command-format.ts'
import type { Settings } from '../../platform/settings.ts'
import type { OperationCode } from '../operations.ts'
import { toolList } from './tool-list.ts'

/** What the file of a tool may hold, with the settings of this moment. */
export interface ToolShape {
  readonly columns: ColumnRules | null
  readonly positions: readonly string[]
}

/** Null where the operation has no tool. Makes the tool, which reads its settings, and processes nothing with it. */
export async function toolShape(
  operation: OperationCode,
  place: { readonly settings: Settings; readonly timeZone: string },
): Promise<ToolShape | null> {
  const entry = toolList[operation]
  if (entry === undefined) return null
  const tool = await entry.make({
    settings: place.settings,
    timeZone: place.timeZone,
    now: 0,
    simulate: true,
    readFile: async () => null,
    warn: () => {},
  })
  return { columns: tool.columns, positions: tool.positions ?? [] }
}
