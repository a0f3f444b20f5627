import type { NumberedCommand } from '../../../../exchange/command-file/command-tool.ts'
import type { MakeTool } from '../../tool-place.ts'
import { type CourseBackup, courseBackup } from '../backup/course-backup.ts'
import { checkCourse } from './check-course.ts'
import { cellRules, otherCourseColumns, recogniseNumbered } from './course-columns.ts'
import type { CourseCommand } from './course-command.ts'
import { courseOptions } from './course-options.ts'
import { courseScene } from './course-scene.ts'
import { planCourse } from './plan-course.ts'

const mostBackups = 20

/** Creates courses, and updates those that exist where the settings ask for it (learning.md 1.3). */
export const makeCoursesTool: MakeTool = async (place) => {
  const options = await courseOptions(place)
  const mandatory = ['shortname', 'fullname']
  if (!mandatory.includes(options.identity)) mandatory.unshift(options.identity)
  // A model serves many lines: the last ones used are kept, however many a file names.
  const backups = new Map<string, CourseBackup>()
  const backupOf = async (path: string) => {
    const backup = backups.get(path) ?? (await courseBackup(await place.readFile(path)))
    backups.delete(path)
    backups.set(path, backup)
    if (backups.size > mostBackups) backups.delete(backups.keys().next().value!)
    return backup
  }
  return {
    operation: 'courses.create',
    columns: {
      mandatory,
      optional: [...Object.keys(cellRules), ...otherCourseColumns].filter((one) => !mandatory.includes(one)),
      recognise: recogniseNumbered,
    },
    check: (row) => checkCourse(row, options),
    async plan(commands: readonly NumberedCommand<CourseCommand>[], read) {
      const scene = await courseScene(commands, read, options, backupOf)
      return commands.map(({ line, command }) => ({ line, ...planCourse(command, scene, options) }))
    },
  }
}
