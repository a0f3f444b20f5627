import type { CommandRows } from './command-rows.ts'
import type { CommandTool } from './command-tool.ts'

/**
 * How many lines of a file would delete something as a whole, as far as the lines alone tell: the figure that a guard
 * holds a file for, before anything of it is applied (design.md, Guard). Zero for a tool that destroys nothing.
 */
export async function countDestroying<Command>(
  rows: CommandRows,
  tool: CommandTool<Command, never, never> | CommandTool<Command, unknown, unknown>,
  signal: AbortSignal,
): Promise<number> {
  if (tool.destroys === undefined) return 0
  let destroying = 0
  for await (const { entries } of rows.read(rows.begin)) {
    signal.throwIfAborted()
    for (const entry of entries) if (entry.kind === 'row' && wouldDestroy(tool, entry.row)) destroying++
  }
  return destroying
}

function wouldDestroy<Command>(
  tool: CommandTool<Command, never, never> | CommandTool<Command, unknown, unknown>,
  row: Parameters<typeof tool.check>[0],
): boolean {
  if (tool.mayDestroy?.(row) === false) return false
  try {
    const checked = tool.check(row)
    return checked.ok && tool.destroys!(checked.command)
  } catch {
    // It will be rejected.
    return false
  }
}
