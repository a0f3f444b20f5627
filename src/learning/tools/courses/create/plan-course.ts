import type { Change, LineMessage, Verdict } from '../../../../exchange/command-file/verdict.ts'
import type { CourseContent } from '../../../driver/course-content.ts'
import type { Operation } from '../../../driver/operation.ts'
import type { CourseFields, CourseRecord, Id } from '../../../driver/records.ts'
import { find, soughtCourse } from '../../../identity/found.ts'
import { siteCourse } from '../messages.ts'
import type { ResolvedCategory } from './category-tree.ts'
import { changedFields, fieldChanges } from './course-changes.ts'
import { lastSection } from './course-columns.ts'
import type { CourseCommand, TemplateWish } from './course-command.ts'
import type { CourseOptions } from './course-options.ts'
import type { CourseScene } from './course-scene.ts'
import {
  categoryProtected,
  courseExists,
  idnumberTaken,
  noTeacher,
  severalTeachers,
  shortnameTaken,
  templateNotUsed,
  templateWithoutContent,
  tooManySections,
  unknownTemplate,
} from './messages.ts'
import { hasContent, highestSection, planTopics, type Sections, withContent } from './section-plan.ts'
import { backupFault } from './template-messages.ts'

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

/** Operations and changes of a line as they come together. */
interface Work {
  readonly key: string
  readonly operations: Operation[]
  readonly changes: Change[]
  result(): Pick<Planned, 'operations' | 'changes'>
}

function workOn(key: string): Work {
  const operations: Operation[] = []
  const changes: Change[] = []
  return { key, operations, changes, result: () => ({ operations, changes }) }
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

type Template =
  | { readonly ok: true; readonly content: CourseContent; readonly format: string | null }
  | { readonly ok: false; readonly fault: LineMessage }

function templateOf(wish: TemplateWish | null, scene: CourseScene): Template | null {
  if (wish === null) return null
  if (wish.from === 'backup') {
    const backup = scene.backups.get(wish.path)!
    return backup.ok ? backup : { ok: false, fault: backupFault(backup.why, wish.path) }
  }
  const [model] = scene.courses.named('shortname', wish.shortname)
  if (model === undefined) return { ok: false, fault: unknownTemplate(wish.shortname) }
  const sections = scene.sections.get(model.id)
  if (sections === undefined || sections.size === 0)
    return { ok: false, fault: templateWithoutContent(wish.shortname) }
  const content = { sections: [...sections].map(([position, section]) => ({ position, ...section })) }
  return { ok: true, content, format: model.format }
}

function putContent(
  courseId: Id,
  content: CourseContent,
  mode: 'add' | 'replace',
  { template }: CourseCommand,
  work: Work,
  scene: CourseScene,
): void {
  const before: Sections = scene.sections.get(courseId) ?? new Map()
  scene.sections.set(courseId, withContent(before, content, mode))
  work.operations.push({ kind: 'put-content', courseId, mode, content })
  const after = template?.from === 'backup' ? template.path : (template?.shortname ?? null)
  work.changes.push({ entity: 'course', key: work.key, field: 'template', before: null, after })
}

function putTopics(courseId: Id, { topics }: CourseCommand, work: Work, scene: CourseScene): void {
  const planned = planTopics(courseId, scene.sections.get(courseId) ?? new Map(), topics)
  scene.sections.set(courseId, planned.sections)
  work.operations.push(...planned.operations)
  for (const { position, before, after } of planned.changed) {
    const key = `${work.key} / ${position}`
    if (before?.name !== after.name)
      work.changes.push({
        entity: 'section',
        key,
        field: 'name',
        before: before?.name ?? null,
        after: after.name,
      })
    if ((before?.summary ?? '') !== after.summary)
      work.changes.push({
        entity: 'section',
        key,
        field: 'summary',
        before: before?.summary ?? null,
        after: after.summary,
      })
  }
}

/** 1 adds the way in or enables it, 0 disables one that is there; nothing said, nothing done. */
function setMethods(courseId: Id, command: CourseCommand, work: Work, scene: CourseScene): void {
  for (const method of ['self', 'guest'] as const) {
    const wanted = command[method]
    if (wanted === null) continue
    const methods = scene.methods.get(courseId) ?? []
    const ways = methods.filter((one) => one.method === method)
    if (wanted && ways.some(({ enabled }) => enabled)) continue
    const [first] = ways
    if (wanted && first === undefined) {
      const id = scene.newId()
      work.operations.push(newMethod(id, courseId, method, scene.studentRole))
      scene.methods.set(courseId, [...methods, { id, method, enabled: true }])
    } else {
      const switched = wanted ? [first!] : ways.filter(({ enabled }) => enabled)
      if (switched.length === 0) continue
      for (const { id } of switched) work.operations.push({ kind: 'update-method', id, enabled: wanted })
      scene.methods.set(
        courseId,
        methods.map((one) => (switched.includes(one) ? { ...one, enabled: wanted } : one)),
      )
    }
    work.changes.push({ entity: 'course', key: work.key, field: method, before: !wanted, after: wanted })
  }
}

function newMethod(id: Id, courseId: Id, method: 'self' | 'guest', studentRole: Id | null): Operation {
  return {
    kind: 'create-method',
    id,
    courseId,
    method,
    enabled: true,
    defaultRoleId: method === 'self' ? studentRole : null,
    startsAt: null,
    endsAt: null,
    cohortId: null,
    linkedCourseId: null,
    makeGroup: false,
    groupId: null,
  }
}

/** The role alone, not an enrolment, as the reference gives it; always that of the non-editing teacher. */
function assignTeachers(
  courseId: Id,
  { teachers }: CourseCommand,
  work: Work,
  scene: CourseScene,
): LineMessage[] {
  const warnings: LineMessage[] = []
  for (const { column, account } of teachers) {
    const found = scene.teachers(account)
    const [userId] = found
    if (userId === undefined || scene.teacherRole === null) warnings.push(noTeacher(column, account))
    else if (found.length > 1) warnings.push(severalTeachers(column, account, found.length))
    else if (!scene.teaching.has(`${courseId} ${userId}`)) {
      scene.teaching.add(`${courseId} ${userId}`)
      work.operations.push({
        kind: 'assign-role',
        courseId,
        userId,
        roleId: scene.teacherRole,
        component: '',
        itemId: 0,
      })
      work.changes.push({
        entity: 'role',
        key: `${work.key} / ${account}`,
        field: 'teacher',
        before: false,
        after: true,
      })
    }
  }
  return warnings
}
