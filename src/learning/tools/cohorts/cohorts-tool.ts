import type { CommandTool, Conclusion } from '../../../exchange/command-file/command-tool.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import type { MethodRecord } from '../../driver/records.ts'
import {
  cohortAutoCreate,
  cohortIdentifier,
  cohortSyncDelete,
  cohortUserIdentifier,
} from '../../settings/cohorts.ts'
import { touchedCohorts } from '../../world/touched-cohorts.ts'
import type { MakeTool } from '../tool-place.ts'
import { checkCohort, keyColumnOf } from './check-cohort.ts'
import { type CohortCommand, destroysCohort } from './cohort-command.ts'
import { coursesFollow, emptyCohortsDeleted } from './messages.ts'
import { planCohorts } from './plan-cohorts.ts'

/** Cohorts and their members (learning.md 1.12). */
export const makeCohortsTool: MakeTool = async ({ settings }) => {
  const cohortBy = await settings.get(cohortIdentifier)
  const userBy = await settings.get(cohortUserIdentifier)
  const autoCreate = await settings.get(cohortAutoCreate)
  const syncDelete = await settings.get(cohortSyncDelete)
  const touched = touchedCohorts()
  let bindings: readonly MethodRecord[] = []

  const tool: CommandTool<CohortCommand, Operation, Reader> = {
    operation: 'cohorts.sync',
    columns: {
      mandatory: [],
      oneOf: [[...new Set([keyColumnOf(cohortBy), 'cid'])]],
      optional: [
        'cmd',
        'userid',
        'cid',
        'cidnumber',
        'cname',
        'cdescription',
        'ccatcontext',
        'ccatcontextidnumber',
        'component',
      ],
    },
    check: (row) => checkCohort(row, cohortBy),
    async plan(commands, read) {
      const planned = await planCohorts(commands, read, { cohortBy, userBy, autoCreate })
      bindings = planned.bindings
      return planned.verdicts
    },
    remember(verdicts) {
      touched.note(
        verdicts.flatMap((verdict) => verdict.operations),
        bindings,
      )
    },
    async conclude(read) {
      const emptied = syncDelete ? await leftEmpty(read) : []
      const courseIds = await touched.courseIds(read)
      const conclusion: Conclusion<Operation> = {
        operations: [
          ...emptied.map((cohort): Operation => ({ kind: 'delete-cohort', id: cohort.id })),
          ...(courseIds.length === 0
            ? []
            : [{ kind: 'sync-derived-enrolments', courseIds } satisfies Operation]),
        ],
        changes: emptied.map(({ idnumber, name }) => ({
          entity: 'cohort',
          key: idnumber ?? name,
          field: null,
          before: name,
          after: null,
        })),
        messages: [
          ...(emptied.length === 0
            ? []
            : [emptyCohortsDeleted(emptied.map((one) => one.idnumber ?? one.name))]),
          ...(courseIds.length === 0 ? [] : [coursesFollow(courseIds.length)]),
        ],
      }
      return conclusion
    },
    memory: touched,
    destroys: destroysCohort,
  }

  async function leftEmpty(read: Reader) {
    const cohorts = await touched.records(read)
    const members = await read.membersOfCohorts(cohorts.map((cohort) => cohort.id))
    const full = new Set(members.map((member) => member.cohortId))
    return cohorts.filter((cohort) => !full.has(cohort.id))
  }

  return tool
}
