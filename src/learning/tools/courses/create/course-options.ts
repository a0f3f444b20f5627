import type { Settings } from '../../../../platform/settings.ts'
import type { CourseFields } from '../../../driver/records.ts'
import {
  categoryIdentifier,
  courseFormats,
  courseMaxBytes,
  courseSummary,
  coursesIdentifier,
  defaultCourseFormat,
  forceUpdate,
  newCategoriesVisible,
  newCoursesVisible,
  protectCategory,
  templateMode,
} from '../../../settings/courses.ts'
import { fileInstants } from '../../file-instant.ts'
import type { ToolPlace } from '../../tool-place.ts'
import type { CourseRules } from './check-course.ts'

/** The settings of courses.create, read once for a file. */
export interface CourseOptions extends CourseRules {
  readonly newCategoriesVisible: boolean
  readonly protectCategory: boolean
  readonly forceUpdate: boolean
  /** What to do with a template where the course exists. */
  readonly templateMode: 'none' | 'add' | 'replace'
  /** What a new course is where the file does not say. */
  readonly defaults: Omit<CourseFields, 'categoryId' | 'shortname' | 'fullname' | 'visibleOld'>
  /** Seconds since 1970. */
  readonly now: number
}

export async function courseOptions({ settings, now, timeZone }: ToolPlace): Promise<CourseOptions> {
  return {
    identity: await settings.get(coursesIdentifier),
    categoryIdentity: await settings.get(categoryIdentifier),
    formats: await settings.get(courseFormats),
    maxBytes: await settings.get(courseMaxBytes),
    newCategoriesVisible: await settings.get(newCategoriesVisible),
    protectCategory: await settings.get(protectCategory),
    forceUpdate: await settings.get(forceUpdate),
    templateMode: await settings.get(templateMode),
    defaults: await defaultFields(settings, now),
    now,
    readDate: fileInstants(timeZone),
  }
}

async function defaultFields(settings: Settings, now: number): Promise<CourseOptions['defaults']> {
  return {
    idnumber: null,
    summary: await settings.get(courseSummary),
    format: await settings.get(defaultCourseFormat),
    sortOrder: 0,
    showGrades: true,
    showReports: false,
    newsItems: 5,
    startsAt: now,
    marker: 0,
    maxBytes: 0,
    legacyFiles: 0,
    visible: await settings.get(newCoursesVisible),
    groupMode: 0,
    groupModeForce: false,
    defaultGroupingId: null,
    courseDisplay: 0,
    enableCompletion: true,
    lang: '',
    theme: '',
    createdAt: now,
    modifiedAt: now,
  }
}
