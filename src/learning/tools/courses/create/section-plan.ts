import type { CourseContent } from '../../../driver/course-content.ts'
import type { Operation } from '../../../driver/operation.ts'
import type { Id } from '../../../driver/records.ts'
import { lastSection } from './course-columns.ts'
import type { Topic } from './course-command.ts'

/** Sections of one course by position. */
export type Sections = ReadonlyMap<number, Section>

export interface Section {
  readonly name: string
  readonly summary: string
}

/** The sections once a content has been put in: as `put-content` of the driver contract does. */
export function withContent(current: Sections, content: CourseContent, mode: 'add' | 'replace'): Sections {
  const result = new Map(mode === 'add' ? current : [])
  const shift = Math.max(0, ...result.keys())
  for (const { position, name, summary } of content.sections) {
    if (position !== 0) result.set(position + shift, { name, summary })
    else if (!result.has(0)) result.set(0, { name, summary })
  }
  return result
}

/** How many sections there would be; more than `lastSection` do not fit. */
export function highestSection(sections: Sections): number {
  return Math.max(0, ...sections.keys())
}

/**
 * Whether the content is in the course already, so that the same file a second time adds nothing. What `topics` give anew
 * does not count: the line has overwritten it.
 */
export function hasContent(
  current: Sections,
  content: CourseContent,
  mode: 'add' | 'replace',
  topics: readonly Topic[],
): boolean {
  const given = new Map(topics.map((topic) => [topic.position, topic]))
  const same = (position: number, wanted: Section): boolean => {
    const found = current.get(position)
    const topic = given.get(position)
    if (found === undefined) return false
    return (
      (topic !== undefined || found.name === wanted.name) &&
      ((topic !== undefined && topic.summary !== null) || found.summary === wanted.summary)
    )
  }
  if (mode === 'replace') {
    const wanted = new Set(content.sections.map(({ position }) => position))
    for (let position = 1; position <= lastTopic(topics); position++) wanted.add(position)
    for (const { position } of topics) wanted.add(position)
    return (
      wanted.size === current.size &&
      [...current.keys()].every((position) => wanted.has(position)) &&
      content.sections.every((section) => same(section.position, section))
    )
  }
  const added = content.sections.filter(({ position }) => position > 0)
  if (added.length === 0) return current.has(0)
  const highest = Math.max(...added.map(({ position }) => position))
  for (let shift = 0; shift + highest <= lastSection; shift++)
    if (added.every((section) => same(section.position + shift, section))) return true
  return false
}

export interface PlannedTopics {
  readonly operations: readonly Operation[]
  readonly changed: readonly {
    readonly position: number
    readonly before: Section | null
    readonly after: Section
  }[]
  readonly sections: Sections
}

/** Sections up to the last heading of the line, with what it says of each; a section without heading stays as it is. */
export function planTopics(courseId: Id, current: Sections, topics: readonly Topic[]): PlannedTopics {
  const given = new Map(topics.map((topic) => [topic.position, topic]))
  const sections = new Map(current)
  const changed: { position: number; before: Section | null; after: Section }[] = []
  for (let position = given.has(0) ? 0 : 1; position <= lastTopic(topics); position++) {
    const before = current.get(position) ?? null
    const topic = given.get(position)
    const after = {
      name: topic?.name ?? before?.name ?? '',
      summary: topic?.summary ?? before?.summary ?? '',
    }
    if (before !== null && before.name === after.name && before.summary === after.summary) continue
    sections.set(position, after)
    changed.push({ position, before, after })
  }
  return {
    sections,
    changed,
    operations: changed.map(({ position, after }) => ({ kind: 'set-section', courseId, position, ...after })),
  }
}

function lastTopic(topics: readonly Topic[]): number {
  return Math.max(0, ...topics.map(({ position }) => position))
}
