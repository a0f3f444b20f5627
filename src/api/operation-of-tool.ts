import { type SyncOperation, syncOperations } from '../learning/operations.ts'
import { problem } from './problem.ts'

/** The operation behind the tool of an address. Throws the problem UNKNOWN_TOOL. */
export function operationOfTool(tool: string): SyncOperation {
  const operation = syncOperations.find((one) => one.tool === tool)
  if (operation === undefined) throw problem('UNKNOWN_TOOL')
  return operation
}
