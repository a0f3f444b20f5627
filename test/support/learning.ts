import type { Row } from '../../src/exchange/command-file/row.ts'
import type { LineMessage, Verdict } from '../../src/exchange/command-file/verdict.ts'
import { learningSettings } from '../../src/learning/application.ts'
import type { Driver } from '../../src/learning/driver/driver.ts'
import { localDriver } from '../../src/learning/driver/local/local-driver.ts'
import type { Operation } from '../../src/learning/driver/operation.ts'
import type { LearningTool, MakeTool, ToolPlace } from '../../src/learning/tools/tool-place.ts'
import { type Database, transaction } from '../../src/platform/database.ts'
import { settingsStore } from '../../src/platform/settings.ts'

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
 * Plays a command file against the platform of `database` with one tool: check, plan, operations, chunk by chunk. Cells are
 * split at `;` and trimmed only: how files are read has tests of its own.
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
    return await playRows(tool, rowsOf(text, tool), session, options.chunk ?? Number.POSITIVE_INFINITY)
  } finally {
    await session.close()
  }
}

async function playRows(
  tool: LearningTool,
  rows: readonly Row[],
  session: Awaited<ReturnType<Driver['open']>>,
  chunk: number,
): Promise<Played> {
  const verdicts: Verdict<Operation>[] = []
  for (let at = 0; at < rows.length; at += chunk) {
    const checked = rows.slice(at, at + chunk).map((row) => ({ row, checked: tool.check(row) }))
    const commands = checked.flatMap(({ row, checked }) =>
      checked.ok ? [{ line: row.line, command: checked.command }] : [],
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
    for (const { row, checked: one } of checked) {
      if (!one.ok) {
        verdicts.push({
          line: row.line,
          outcome: 'rejected',
          messages: one.faults,
          changes: [],
          operations: [],
        })
        continue
      }
      const verdict = byLine.get(row.line)
      if (verdict === undefined) throw new Error(`no verdict for line ${row.line}`)
      verdicts.push({ ...verdict, messages: [...one.warnings, ...verdict.messages] })
    }
  }
  const conclusion = await session.chunk(
    async (unit) => {
      const end = await tool.conclude?.(unit.read, (operations) => unit.apply(operations))
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

function rowsOf(text: string, tool: LearningTool): Row[] {
  const lines = text.split('\n').map((content, index) => ({ line: index + 1, content: content.trim() }))
  const full = lines.filter(({ content }) => content !== '' && !content.startsWith('#'))
  const { columns } = tool
  const header =
    columns === null
      ? (tool.positions ?? [])
      : full
          .shift()!
          .content.split(';')
          .map((name) => name.trim())
  const names = header.map((name) => {
    if (columns === null) return name
    const canonical = columns.aliases?.[name] ?? name
    return [...columns.mandatory, ...columns.optional].includes(canonical)
      ? canonical
      : (columns.recognise?.(canonical) ?? null)
  })
  return full.map(({ line, content }) => {
    const cells = content.split(';').map((cell) => cell.trim())
    const value = (column: string) => {
      const at = names.indexOf(column)
      return at === -1 ? undefined : (cells[at] ?? '')
    }
    return {
      line,
      value,
      text: (column) => value(column) ?? '',
      columns: names.filter((name): name is string => name !== null),
    }
  })
}
