import type { BatchRefusal, BatchRefusalCode } from '../batch/batch-refusal.ts'
import type { Text } from '../platform/text.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'

/** One thing to put right, beside the field that it is about. */
export interface Problem {
  readonly field: string
  readonly code: string
  readonly message: Text
}

/** A command ends without having done what it was asked, for a reason that is expected and worded. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode
  readonly code: string
  readonly text: Text
  readonly problems: readonly Problem[]
  constructor(exitCode: ExitCode, code: string, text: Text, problems: readonly Problem[] = []) {
    super(text.en)
    this.exitCode = exitCode
    this.code = code
    this.text = text
    this.problems = problems
  }
}

const refusalExits: Readonly<Record<BatchRefusalCode, ExitCode>> = {
  UNKNOWN_BATCH: exitCodes.notFound,
  UNKNOWN_RUN: exitCodes.notFound,
  UNKNOWN_REVISION: exitCodes.notFound,
  OUT_OF_SERVICE: exitCodes.refused,
  NOT_READY: exitCodes.refused,
  ALREADY_REQUESTED: exitCodes.refused,
  INVALID_PARAMETERS: exitCodes.usage,
  RESERVED_PARAMETER: exitCodes.refused,
  CONFIRMATION_REQUIRED: exitCodes.refused,
  NOT_PLANNED: exitCodes.refused,
  INVALID_SCHEDULE: exitCodes.refused,
  STALE_VERSION: exitCodes.refused,
  RUN_ENDED: exitCodes.refused,
}

/** What the engine refuses, as the end of a command. */
export function refusedByEngine(refusal: BatchRefusal, problems: readonly Problem[] = []): CommandFailure {
  // A refusal that a newer engine adds is one of its rules too.
  const exitCode = refusalExits[refusal.code] ?? exitCodes.refused
  return new CommandFailure(exitCode, refusal.code, refusal.message, problems)
}

export function badUsage(text: Text): CommandFailure {
  return new CommandFailure(exitCodes.usage, 'USAGE', text)
}

export function notFound(code: string, text: Text): CommandFailure {
  return new CommandFailure(exitCodes.notFound, code, text)
}
