import type { Checked } from '../../src/exchange/command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../../src/exchange/command-file/verdict.ts'
import { count, emptyTally } from '../../src/exchange/line-outcome.ts'
import { learningSettings } from '../../src/learning/application.ts'
import type { Driver } from '../../src/learning/driver/driver.ts'
import { localDriver } from '../../src/learning/driver/local/local-driver.ts'
import type { Operation } from '../../src/learning/driver/operation.ts'
import type { LearningTool, MakeTool, ToolPlace } from '../../src/learning/tools/tool-place.ts'
import { type Database, transaction } from '../../src/platform/database.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import { readFile } from './command-file.ts'

/** What a file came to, line by line, for tests of a tool's rules. */
export interface Played {
  readonly verdicts: readonly Verdict<Operation>[]
  /** `2 created`, `3 rejected UNKNOWN_USER`, in the file's order. */
  readonly told: readonly string[]
  readonly conclusion: readonly LineMessage[]
}

export interface Play {
  readonly settings?: Readonly<Record<string, unknown>>
  readonly simulate?: boolean
  /** Lines planned together. Default: all. */
  readonly chunk?: number
  readonly now?: number
  readonly files?: Readonly<Record<string, Uint8Array>>
}

/** The platform in this database. */
export function testDriver(database: Database): Driver {
  return localDriver({ database, transaction: (work) => transaction(database.pool, work) })
}

/**
 * Plays a command file against the platform of `database` with one tool, as the application reads it: check, plan,
 * operations, chunk by chunk. The file is indented as the test is; it is UTF-8, its separator `;`, and old-style comments
 * are rows. Throws what a header is refused for.
 */
export async function play(
  database: Database,
  make: MakeTool,
  text: string,
  options: Play = {},
): Promise<Played> {
  const settings = settingsStore(database, learningSettings)
  for (const [key, value] of Object.entries(options.settings ?? {})) await settings.set(key, value, 'test')
  const place: ToolPlace = {
    settings,
    now: options.now ?? 1_788_249_600, // 2026-09-01T08:00:00Z
    timeZone: 'Europe/Paris',
    simulate: options.simulate ?? false,
    readFile: async (name) => options.files?.[name] ?? null,
    warn: () => {},
  }
  const tool = await make(place)
  const session = await testDriver(database).open(place.simulate ? 'simulate' : 'apply')
  try {
    return await playLines(
      tool,
      await linesOf(text, tool),
      session,
      options.chunk ?? Number.POSITIVE_INFINITY,
    )
  } finally {
    await session.close()
  }
}

interface CheckedLine {
  readonly line: number
  readonly check: () => Checked<unknown>
}

async function playLines(
  tool: LearningTool,
  lines: readonly CheckedLine[],
  session: Awaited<ReturnType<Driver['open']>>,
  chunk: number,
): Promise<Played> {
  const verdicts: Verdict<Operation>[] = []
  for (let at = 0; at < lines.length; at += chunk) {
    const checked = lines.slice(at, at + chunk).map(({ line, check }) => ({ line, checked: check() }))
    const commands = checked.flatMap(({ line, checked }) =>
      checked.ok ? [{ line, command: checked.command }] : [],
    )
    const planned = await session.chunk(
      async (unit) => {
        const planned = await tool.plan(commands, unit.read)
        await unit.apply(planned.flatMap((verdict) => verdict.operations))
        return planned
      },
      async () => {},
    )
    tool.remember?.(planned, commands)
    const byLine = new Map(planned.map((verdict) => [verdict.line, verdict]))
    for (const { line, checked: one } of checked) {
      if (!one.ok) {
        verdicts.push({
          line,
          outcome: 'rejected',
          messages: one.faults,
          changes: [],
          operations: [],
        })
        continue
      }
      const verdict = byLine.get(line)
      if (verdict === undefined) throw new Error(`no verdict for line ${line}`)
      verdicts.push({ ...verdict, messages: [...one.warnings, ...verdict.messages] })
    }
  }
  const tally = emptyTally()
  for (const { outcome } of verdicts) count(tally, outcome)
  const conclusion = await session.chunk(
    async (unit) => {
      const end = await tool.conclude?.(unit.read, (operations) => unit.apply(operations), tally)
      if (end !== undefined) await unit.apply(end.operations)
      return end
    },
    async () => {},
  )
  return {
    verdicts,
    told: verdicts.map(({ line, outcome, messages }) =>
      [line, outcome, ...messages.filter((one) => one.severity !== 'info').map((one) => one.code)].join(' '),
    ),
    conclusion: conclusion?.messages ?? [],
  }
}

async function linesOf(text: string, tool: LearningTool): Promise<CheckedLine[]> {
  const { columns, positions = [] } = tool
  const file = text.split('\n').map((line) => line.trim())
  const { entries } = await readFile(file.join('\n'), { columns, positions, oldComments: false })
  return entries.flatMap((entry) => {
    const { line } = entry
    if (entry.kind === 'malformed')
      return { line, check: () => ({ ok: false as const, faults: entry.messages }) }
    if (entry.kind !== 'row') return []
    const check = () => {
      const checked = tool.check(entry.row)
      return checked.ok ? { ...checked, warnings: [...entry.warnings, ...checked.warnings] } : checked
    }
    return { line, check }
  })
}
