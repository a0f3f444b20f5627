import type pg from 'pg'
import type { CommandTool } from '../command-file/command-tool.ts'
import type { LineMessage, Verdict } from '../command-file/verdict.ts'
import { loadFields } from './load-fields.ts'
import type { FedKind, FedOutcome } from './load-kind.ts'
import { columnNames, toolOf } from './load-kinds.ts'
import { loadError } from './load-messages.ts'

type FeedTool = CommandTool<unknown, never, pg.PoolClient>

interface FeedSituation {
  readonly timeZone: string
  /** What the application's feeders stand on. */
  readonly feeding: unknown
  readonly simulate: boolean
}

/** A kind of load that a feeder of the application's takes: it decides and writes at once, in the chunk's transaction. */
export function feedTool(kind: FedKind, { timeZone, feeding, simulate }: FeedSituation): FeedTool {
  const columnOf = new Map(kind.columns.map(({ name, member }) => [member ?? name, name]))
  /** What chunks before this one would have created, which a simulation has taken back. */
  const simulated = new Set<string>()

  return {
    operation: toolOf(kind.code),
    columns: columnNames(kind),
    check(row) {
      const fields = loadFields(row, timeZone)
      const command = kind.check(fields)
      return fields.faults.length > 0
        ? { ok: false, faults: fields.faults }
        : { ok: true, command, warnings: [] }
    },
    async plan(commands, client) {
      const outcomes = await kind.feed(
        client,
        commands.map(({ command }) => command),
        feeding,
        simulate,
      )
      return commands.map(({ line }, at) => {
        const outcome = outcomes[at]
        if (outcome === undefined) throw new Error('the feeder did not say what became of each record')
        return verdictOf(line, outcome)
      })
    },
    remember(verdicts) {
      if (!simulate) return
      for (const { outcome, changes } of verdicts) if (outcome === 'created') simulated.add(changes[0]!.key)
    },
  }

  function verdictOf(line: number, outcome: FedOutcome): Verdict<never> {
    if (outcome.outcome === 'rejected')
      return { line, outcome: 'rejected', messages: [messageOf(outcome)], changes: [], operations: [] }
    const { key } = outcome
    const entity = kind.entity
    if (outcome.outcome === 'created' && !simulated.has(key))
      return {
        line,
        outcome: 'created',
        messages: [],
        changes: [{ entity, key, field: null, before: null, after: null }],
        operations: [],
      }
    const changes = outcome.changes.map(({ column, before, after }) => ({
      entity,
      key,
      field: column,
      ...(kind.silent?.includes(column)
        ? { before: null, after: '(texte)' }
        : { before: told(before), after: told(after) }),
    }))
    return {
      line,
      outcome: outcome.outcome === 'unchanged' ? 'unchanged' : 'updated',
      messages: [],
      changes,
      operations: [],
    }
  }

  function messageOf({
    path,
    message,
    code = 'REFUSED_VALUE',
  }: Extract<FedOutcome, { outcome: 'rejected' }>): LineMessage {
    const column = columnOf.get(path) ?? columnOf.get(path.split('.').at(-1)!)
    const named = (text: string) => (column === undefined ? text : `${column} : ${text}`)
    return loadError(code, column, { fr: `${named(message.fr)}.`, en: `${named(message.en)}.` })
  }
}

function told(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value)
}
