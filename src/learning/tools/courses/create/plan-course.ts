import type { LineMessage, Verdict } from '../../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../../driver/operation.ts'
import type { CourseFields, CourseRecord, Id } from '../../../driver/records.ts'
import { find, soughtCourse } from '../../../identity/found.ts'
import { siteCourse } from '../messages.ts'
import type { ResolvedCategory } from './category-tree.ts'
import { changedFields, fieldChanges } from './course-changes.ts'
import { lastSection } from './course-columns.ts'
import type { CourseCommand } from './course-command.ts'
import type { CourseOptions } from './course-options.ts'
import type { CourseScene } from './course-scene.ts'
import { type Work, workOn } from './course-work.ts'
import {
  categoryProtected,
  courseExists,
  idnumberTaken,
  shortnameTaken,
  templateNotUsed,
  tooManySections,
} from './messages.ts'
import { putContent, putTopics, templateOf } from './plan-content.ts'
import { setMethods } from './plan-methods.ts'
import { assignTeachers } from './plan-teachers.ts'
import { hasContent, highestSection, withContent } from './section-plan.ts'

type Planned = Omit<Verdict<Operation>, 'line'>

/**
 * Decides on one line (learning.md 1.3) and, where it is not rejected, brings the scene up to what it does. Nothing but the
 * scene changes.
 */
export function planCourse(command: CourseCommand, scene: CourseScene, options: CourseOptions): Planned {
  const { identity } = options
  const candidates = scene.courses.named(identity, command.identifier)
  const found = find(command.identifier, identity, candidates, soughtCourse, identity)
  if (found.ok) return planExisting(found.it, command, scene, options)
  // A number that no course has cannot be given to a new one.
  if (identity === 'id' || found.fault.code !== 'UNKNOWN_COURSE') return rejected([found.fault])
  return planNew(command, scene, options)
}

function planNew(command: CourseCommand, scene: CourseScene, options: CourseOptions): Planned {
  const faults = collisions(null, command, scene)
  const category = scene.tree.resolve(command.category)
  if (!category.ok) faults.push(category.fault)
  const template = templateOf(command.template, scene)
  if (template !== null && !template.ok) faults.push(template.fault)
  const content = template?.ok ? template.content : null
  const highest = content === null ? 0 : highestSection(withContent(new Map(), content, 'add'))
  if (highest > lastSection) faults.push(tooManySections(highest))
  if (faults.length > 0 || !category.ok) return rejected(faults)

  const work = workOn(command.shortname)
  const categoryId = makeCategory(category, work, scene, options)
  const { defaults } = options
  const fields: CourseFields = {
    ...defaults,
    ...command.fields,
    visibleOld: command.fields.visibleOld ?? command.fields.visible ?? defaults.visible,
    // A restored course keeps the format of its model.
    ...(template?.ok && template.format !== null && options.formats.includes(template.format)
      ? { format: template.format }
      : {}),
    categoryId,
    shortname: command.shortname,
    fullname: command.fullname,
  }
  const id = scene.newId()
  scene.courses.put({ ...fields, id, isSite: false })
  work.operations.push({ kind: 'create-course', id, fields })
  work.changes.push({
    entity: 'course',
    key: fields.shortname,
    field: null,
    before: null,
    after: fields.fullname,
  })
  if (content !== null) putContent(id, content, 'add', command, work, scene)
  putTopics(id, command, work, scene)
  setMethods(id, command, work, scene)
  const warnings = assignTeachers(id, command, work, scene)
  return { outcome: 'created', messages: warnings, ...work.result() }
}

function planExisting(
  course: CourseRecord,
  command: CourseCommand,
  scene: CourseScene,
  options: CourseOptions,
): Planned {
  if (course.isSite) return rejected([siteCourse(course)])
  if (!options.forceUpdate)
    return { outcome: 'unchanged', messages: [courseExists(course.shortname)], changes: [], operations: [] }

  const messages: LineMessage[] = []
  const faults = collisions(course.id, command, scene)
  const keeps = command.category === null || options.protectCategory
  const category: ResolvedCategory = keeps
    ? { ok: true, id: course.categoryId, missing: [] }
    : scene.tree.resolve(command.category)
  if (!category.ok) faults.push(category.fault)
  if (command.category !== null && options.protectCategory) messages.push(categoryProtected())
  const mode = options.templateMode
  const template = mode === 'none' ? null : templateOf(command.template, scene)
  if (template !== null && !template.ok) faults.push(template.fault)
  if (command.template !== null && mode === 'none') messages.push(templateNotUsed())
  const sections = scene.sections.get(course.id) ?? new Map()
  const content =
    template?.ok && mode !== 'none' && !hasContent(sections, template.content, mode, command.topics)
      ? template.content
      : null
  if (content !== null && mode !== 'none') {
    const highest = highestSection(withContent(sections, content, mode))
    if (highest > lastSection) faults.push(tooManySections(highest))
  }
  if (faults.length > 0 || !category.ok) return rejected(faults)

  const work = workOn(command.shortname)
  const categoryId = makeCategory(category, work, scene, options)
  const { shortname, fullname, fields } = command
  const wanted = changedFields(course, { ...fields, shortname, fullname, categoryId })
  if (Object.keys(wanted).length > 0) {
    const changes = { modifiedAt: options.now, ...wanted }
    work.changes.push(...fieldChanges(course, wanted, scene.tree))
    work.operations.push({ kind: 'update-course', id: course.id, changes })
    scene.courses.put({ ...course, ...changes })
  }
  if (content !== null && mode !== 'none') putContent(course.id, content, mode, command, work, scene)
  putTopics(course.id, command, work, scene)
  setMethods(course.id, command, work, scene)
  messages.push(...assignTeachers(course.id, command, work, scene))
  const result = work.result()
  return { outcome: result.operations.length > 0 ? 'updated' : 'unchanged', messages, ...result }
}

function rejected(messages: readonly LineMessage[]): Planned {
  return { outcome: 'rejected', messages, changes: [], operations: [] }
}

function collisions(self: Id | null, command: CourseCommand, scene: CourseScene): LineMessage[] {
  const faults: LineMessage[] = []
  const sameName = scene.courses.likeShortname(command.shortname).find(({ id }) => id !== self)
  if (sameName !== undefined) faults.push(shortnameTaken(command.shortname, sameName.shortname))
  const { idnumber } = command.fields
  if (typeof idnumber === 'string') {
    const sameNumber = scene.courses.named('idnumber', idnumber).find(({ id }) => id !== self)
    if (sameNumber !== undefined) faults.push(idnumberTaken(idnumber, sameNumber.shortname))
  }
  return faults
}

/** Makes the levels that are missing; the category's identifier. */
function makeCategory(
  { id, missing }: Extract<ResolvedCategory, { ok: true }>,
  work: Work,
  scene: CourseScene,
  { newCategoriesVisible: visible }: CourseOptions,
): Id {
  let parentId = id
  for (const name of missing) {
    const category = { id: scene.newId(), parentId, name, idnumber: null, visible }
    scene.tree.add(category)
    work.operations.push({ kind: 'create-category', ...category })
    const path = scene.tree.path(category.id)
    work.changes.push({ entity: 'category', key: path, field: null, before: null, after: path })
    parentId = category.id
  }
  return parentId!
}
