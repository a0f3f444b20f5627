import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { CourseContent } from '../../../driver/course-content.ts'
import type { Id } from '../../../driver/records.ts'
import type { CourseCommand, TemplateWish } from './course-command.ts'
import type { CourseScene } from './course-scene.ts'
import type { Work } from './course-work.ts'
import { templateWithoutContent, unknownTemplate } from './messages.ts'
import { planTopics, type Sections, withContent } from './section-plan.ts'
import { backupFault } from './template-messages.ts'

export type Template =
  | { readonly ok: true; readonly content: CourseContent; readonly format: string | null }
  | { readonly ok: false; readonly fault: LineMessage }

/** What a line's template has to give; null: the line names none. */
export function templateOf(wish: TemplateWish | null, scene: CourseScene): Template | null {
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

export function putContent(
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

export function putTopics(courseId: Id, { topics }: CourseCommand, work: Work, scene: CourseScene): void {
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
