import type { RunContext } from '../../batch/run-context.ts'
import type { Trigger } from '../../batch/run-state.ts'
import type { FileArea } from '../../exchange/file-area/file-area.ts'
import type { Driver } from '../driver/driver.ts'
import { localDriver } from '../driver/local/local-driver.ts'
import { learningFiles } from '../files/learning-files.ts'
import { type ToolList, toolList } from '../tools/tool-list.ts'

/** What processing command files works with, besides the run. Tests bring their own tools. */
export interface SyncPlace {
  // biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
  readonly context: RunContext<any>
  readonly area: FileArea
  readonly tools: ToolList
  readonly driver: Driver
  /** What the run is owed to: of a retry, what the first one was. */
  readonly trigger: Trigger
  /** Lines planned and applied together; default: what suits the frame. */
  readonly chunkRows?: number
}

export interface SyncOptions {
  readonly tools?: ToolList
  readonly chunkRows?: number
}

// biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
export function syncPlace(context: RunContext<any>, trigger: Trigger, options: SyncOptions = {}): SyncPlace {
  const { database, transaction, place, clock } = context
  return {
    context,
    area: learningFiles(place, clock),
    trigger,
    tools: options.tools ?? toolList,
    driver: localDriver({ database, transaction }),
    ...(options.chunkRows === undefined ? {} : { chunkRows: options.chunkRows }),
  }
}
