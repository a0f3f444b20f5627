import type { LineMessage } from '../../exchange/command-file/verdict.ts'
import type { Driver } from '../driver/driver.ts'
import type { Operation, OperationKind } from '../driver/operation.ts'
import type { LearningTool } from '../tools/tool-place.ts'

/**
 * The tool as it can be on a platform that lacks something: a line that needs what the driver cannot do is rejected as a
 * whole, « non pris en charge » (learning.md 9.5), and the others are applied.
 */
export function withinDriver(
  tool: LearningTool,
  { unsupported, name }: Pick<Driver, 'unsupported' | 'name'>,
): LearningTool {
  if (unsupported.size === 0) return tool
  const lacking = (operations: readonly Operation[]) =>
    operations.find(({ kind }) => unsupported.has(kind))?.kind
  const conclude = tool.conclude?.bind(tool)
  return {
    ...tool,
    async plan(commands, read) {
      const verdicts = await tool.plan(commands, read)
      return verdicts.map((verdict) => {
        const kind = lacking(verdict.operations)
        if (kind === undefined) return verdict
        const messages = [...verdict.messages, notSupported(kind, name, 'error')]
        return { line: verdict.line, outcome: 'rejected', messages, changes: [], operations: [] }
      })
    },
    ...(conclude !== undefined && {
      async conclude(...[read, apply, lines]: Parameters<typeof conclude>) {
        const possible = (operations: readonly Operation[]) =>
          operations.filter((operation) => !unsupported.has(operation.kind))
        const end = await conclude(read, (operations) => apply(possible(operations)), lines)
        const kind = lacking(end.operations)
        if (kind === undefined) return end
        return {
          ...end,
          operations: possible(end.operations),
          messages: [...end.messages, notSupported(kind, name, 'warning')],
        }
      },
    }),
  }
}

function notSupported(kind: OperationKind, driver: string, severity: 'error' | 'warning'): LineMessage {
  return {
    severity,
    code: 'NOT_SUPPORTED',
    text: {
      fr: `Non pris en charge par la plateforme (${driver}) : ${kind}`,
      en: `Not supported by the platform (${driver}): ${kind}`,
    },
  }
}
