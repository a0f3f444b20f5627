import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { CourseKey } from '../../driver/records.ts'

/** What several tools of courses say. */

export function siteCourse(course: Pick<CourseKey, 'shortname'>, column?: string): LineMessage {
  return {
    severity: 'error',
    code: 'SITE_COURSE',
    ...(column === undefined ? {} : { column }),
    text: {
      fr: `« ${course.shortname} » est la page d'accueil du site : aucun fichier ne peut la modifier ni la supprimer`,
      en: `"${course.shortname}" is the site's home page: no file may change or delete it`,
    },
  }
}
