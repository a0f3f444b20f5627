import { syncOperations } from '../operations.ts'

/** Whether a run processes for real, with these parameters, what its tool's page asks to confirm. */
export function destroysForReal(run: {
  readonly batchCode: string
  readonly parameters: Readonly<Record<string, unknown>>
}): boolean {
  const { operation, dryRun } = run.parameters
  if (run.batchCode !== 'SYNC_FILE' || dryRun === true) return false
  return syncOperations.some((one) => one.code === operation && one.destroys === true)
}
