import type { LineOutcome } from '../../exchange/line-outcome.ts'
import type { Mail } from '../../platform/mail.ts'
import type { Reader } from '../driver/reader.ts'
import type { CourseKey, Id } from '../driver/records.ts'

/** Who is told what a file did in a course: those who teach or manage it. */
const toldRoles = ['editingteacher', 'manager']

const counted = ['created', 'updated', 'deleted'] as const
type Counted = (typeof counted)[number]

interface CourseCounts extends Record<Counted, number> {
  readonly courseId: Id
  readonly shortname: string
  readonly fullname: string
}

/** What a tool's letter calls its counts, in French: « 3 inscriptions ». */
export interface SummaryWords {
  /** Part of the occasion: `enrols.sync`. */
  readonly operation: string
  readonly subject: (shortname: string) => string
  readonly lines: Readonly<Record<Counted, string>>
}

/** Counts per course what a file changes, for one letter per course and run. */
export interface CourseSummaries {
  note(course: CourseKey, outcome: LineOutcome): void
  /** `now`, the beginning of the file, makes the occasion this run's own. */
  letters(
    read: Reader,
    words: SummaryWords,
    now: number,
  ): Promise<readonly { readonly occasion: string; readonly mail: Mail }[]>
  save(): readonly unknown[]
  restore(saved: readonly unknown[]): void
}

export function courseSummaries(): CourseSummaries {
  const counts = new Map<Id, CourseCounts>()
  return {
    note({ id, shortname, fullname }, outcome) {
      const kind = outcome === 'partial' ? 'updated' : counted.find((one) => one === outcome)
      if (kind === undefined) return
      const ofCourse = counts.get(id) ?? {
        courseId: id,
        shortname,
        fullname,
        created: 0,
        updated: 0,
        deleted: 0,
      }
      ofCourse[kind] += 1
      counts.set(id, ofCourse)
    },
    async letters(read, words, now) {
      if (counts.size === 0) return []
      const roleIds = (await read.roles())
        .filter(({ shortname }) => toldRoles.includes(shortname))
        .map(({ id }) => id)
      const holders = await read.roleHolders([...counts.keys()], roleIds)
      const people = await read.users('id', [...new Set(holders.map(({ userId }) => String(userId)))])
      const address = new Map(people.flatMap((one) => (one.suspended ? [] : [[one.id, one.email]])))
      const holdersOf = Map.groupBy(holders, ({ courseId }) => courseId)
      return [...counts.values()].flatMap((ofCourse) => {
        const to = new Set(
          (holdersOf.get(ofCourse.courseId) ?? []).flatMap(({ userId }) => address.get(userId) ?? []),
        )
        return to.size === 0
          ? []
          : [
              {
                occasion: `${words.operation} ${now} ${ofCourse.courseId}`,
                mail: letter([...to].sort(), ofCourse, words),
              },
            ]
      })
    },
    save: () => [...counts.values()],
    restore(saved) {
      for (const ofCourse of saved as readonly CourseCounts[]) counts.set(ofCourse.courseId, { ...ofCourse })
    },
  }
}

function letter(to: readonly string[], course: CourseCounts, words: SummaryWords): Mail {
  const lines = counted
    .filter((kind) => course[kind] > 0)
    .map((kind) => `- ${words.lines[kind]} : ${course[kind]}`)
  return {
    to,
    subject: words.subject(course.shortname),
    text: [
      'Bonjour,',
      '',
      `Un fichier de commande vient de modifier le cours ${course.shortname} (${course.fullname}) :`,
      '',
      ...lines,
      '',
      'Vous recevez ce message parce que vous gérez ce cours.',
      '',
    ].join('\n'),
  }
}
