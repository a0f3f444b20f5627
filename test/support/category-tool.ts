import type { LineMessage, Verdict } from '../../src/exchange/command-file/verdict.ts'
import type { Operation } from '../../src/learning/driver/operation.ts'
import type { LearningTool, MakeTool } from '../../src/learning/tools/tool-place.ts'

interface CategoryCommand {
  readonly name: string
  readonly idnumber: string
  readonly verb: string
}

/**
 * The smallest tool there is, for tests of the frame: creates categories at the top, one a line. Some names do what
 * happens to real tools: `check!` and `plan!` throw, `apply!` is refused by the platform.
 */
export const makeCategoryTool: MakeTool = async () => categoryTool()

export function categoryTool(): LearningTool {
  let created = 0
  return {
    operation: 'courses.create',
    columns: { mandatory: ['name'], optional: ['idnumber', 'cmd'] },
    check(row) {
      const name = row.text('name')
      if (name === 'check!') throw new Error('check failed')
      if (name === '') return { ok: false, faults: [said('error', 'NO_NAME', 'nom vide')] }
      return {
        ok: true,
        command: { name, idnumber: row.text('idnumber'), verb: row.text('cmd') },
        warnings: name.startsWith('?') ? [said('warning', 'DOUBTFUL', 'nom douteux')] : [],
      }
    },
    async plan(commands, read) {
      if (commands.some(({ command }) => command.name === 'plan!')) throw new Error('plan failed')
      const names = new Set((await read.categories()).map(({ name }) => name))
      return commands.map(({ line, command }, at): Verdict<Operation> => {
        const { name, idnumber } = command as CategoryCommand
        if (names.has(name)) return { line, outcome: 'unchanged', messages: [], changes: [], operations: [] }
        names.add(name)
        const create: Operation = {
          kind: 'create-category',
          id: -1 - at,
          parentId: name === 'apply!' ? 999_999_999 : null,
          name,
          idnumber: idnumber === '' ? null : idnumber,
          visible: true,
        }
        const partial = name.startsWith('~')
        return {
          line,
          outcome: partial ? 'partial' : 'created',
          messages: partial ? [said('warning', 'HALF', 'à moitié')] : [],
          changes: [{ entity: 'category', key: name, field: null, before: null, after: name }],
          operations: [create],
        }
      })
    },
    remember(verdicts) {
      created += verdicts.filter(({ outcome }) => outcome === 'created').length
    },
    async conclude() {
      return {
        operations: [],
        changes: [],
        messages: [said('info', 'CREATED', `${created} catégories créées`)],
      }
    },
    memory: {
      save: () => ({ created }),
      restore(saved) {
        created = (saved as { created: number }).created
      },
    },
    destroys: (command: CategoryCommand) => command.verb === 'del',
  }
}

function said(severity: LineMessage['severity'], code: string, words: string): LineMessage {
  return { severity, code, text: { fr: words, en: words } }
}
