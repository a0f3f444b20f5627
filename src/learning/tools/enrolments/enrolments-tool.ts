import type { CommandTool } from '../../../exchange/command-file/command-tool.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader } from '../../driver/reader.ts'
import type { CourseKey, Id } from '../../driver/records.ts'
import { enrolCleanup } from '../../settings/common.ts'
import {
  enrolmentsCourseIdentifier,
  enrolmentsDefaultCommand,
  enrolmentsMailAdmins,
  enrolmentsUserIdentifier,
  enrolOnDisabled,
  protectGroups,
} from '../../settings/enrolments.ts'
import { emptyGroups, type SavedEmptyGroups } from '../../world/empty-groups.ts'
import { provisionalIds } from '../../world/provisional-ids.ts'
import { courseSummaries, type SummaryWords } from '../course-summaries.ts'
import { fileInstants } from '../file-instant.ts'
import type { MakeTool } from '../tool-place.ts'
import { checkEnrolment } from './check-enrolment.ts'
import { type EnrolmentCommand, groupColumns } from './enrolment-command.ts'
import { metacoursesFollow } from './messages.ts'
import { planEnrolments } from './plan-enrolments.ts'

const letterWords: SummaryWords = {
  operation: 'enrols.sync',
  subject: (shortname) => `Inscriptions au cours ${shortname}`,
  lines: {
    created: 'nouvelles inscriptions',
    updated: 'inscriptions modifiées',
    deleted: 'désinscriptions',
  },
}

interface Memory {
  readonly changed: readonly Id[]
  readonly empty: SavedEmptyGroups
  readonly summaries: readonly unknown[]
}

/** Enrolments, roles and the groups that go with them (learning.md 1.11, Annex A). */
export const makeEnrolmentsTool: MakeTool = async ({ settings, now, timeZone, simulate }) => {
  const rules = {
    courseBy: await settings.get(enrolmentsCourseIdentifier),
    userBy: await settings.get(enrolmentsUserIdentifier),
    protectGroups: await settings.get(protectGroups),
    enrolOnDisabled: await settings.get(enrolOnDisabled),
    now,
    newId: provisionalIds(),
  }
  const defaultVerb = await settings.get(enrolmentsDefaultCommand)
  const cleansGroups = await settings.get(enrolCleanup)
  const writesLetters = (await settings.get(enrolmentsMailAdmins)) && !simulate
  const instant = fileInstants(timeZone)
  const empty = emptyGroups()
  const summaries = courseSummaries()
  /** Courses where something changed: those that draw on them follow. */
  const changed = new Set<Id>()
  /** Courses that the file names, by how it names them. */
  const courses = new Map<string, CourseKey>()

  const tool: CommandTool<EnrolmentCommand, Operation, Reader> = {
    operation: 'enrols.sync',
    columns: {
      mandatory: ['rolename', 'cid', 'uid'],
      optional: ['cmd', 'enrol', 'starttime', 'endtime', 'gcmd', ...groupColumns],
      ignored: ['hidden'],
    },
    check: (row) => checkEnrolment(row, defaultVerb, instant),
    async plan(commands, read) {
      const planned = await planEnrolments(commands, read, rules)
      for (const [name, course] of planned.courses) courses.set(name, course)
      return planned.verdicts
    },
    remember(verdicts, commands) {
      empty.note(verdicts)
      verdicts.forEach(({ outcome, operations }, index) => {
        const course = courses.get(commands[index]!.command.course)
        if (outcome === 'rejected' || course === undefined) return
        empty.noteCourses([course.id])
        summaries.note(course, outcome)
        if (operations.length > 0) changed.add(course.id)
      })
    },
    async conclude(read, apply, lines) {
      const links = await read.linksToCourses([...changed])
      const metacourses = [...new Set(links.map(({ courseId }) => courseId))].sort(
        (one, other) => one - other,
      )
      if (metacourses.length > 0) await apply([{ kind: 'sync-derived-enrolments', courseIds: metacourses }])
      const cleaned = await empty.conclude(read, cleansGroups ? 'groups' : 'none', lines.rejected > 0)
      const conclusion = {
        ...cleaned,
        messages: [
          ...(metacourses.length === 0 ? [] : [metacoursesFollow(metacourses.length)]),
          ...cleaned.messages,
        ],
      }
      return writesLetters
        ? { ...conclusion, mails: await summaries.letters(read, letterWords, now) }
        : conclusion
    },
    memory: {
      save: (): Memory => ({ changed: [...changed], empty: empty.save(), summaries: summaries.save() }),
      restore(saved) {
        const memory = saved as Memory
        for (const id of memory.changed) changed.add(id)
        empty.restore(memory.empty)
        summaries.restore(memory.summaries)
      },
    },
  }
  return tool
}
