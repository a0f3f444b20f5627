import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { CourseKey } from '../../../driver/records.ts'

export function courseFound({ id, shortname, fullname }: CourseKey): LineMessage {
  return {
    severity: 'info',
    code: 'COURSE_FOUND',
    text: {
      fr: `Le cours existe : n° ${id}, ${shortname}, ${fullname}`,
      en: `The course exists: no. ${id}, ${shortname}, ${fullname}`,
    },
  }
}

/** Why the identifier names no course, with what the file says about it. */
export function courseMissing(fault: LineMessage, identifier: string, description: string): LineMessage {
  if (fault.code !== 'UNKNOWN_COURSE') return fault
  const words = description === '' ? identifier : `${identifier} (${description})`
  return {
    ...fault,
    text: { fr: `Le cours ${words} n'existe pas`, en: `The course ${words} does not exist` },
  }
}
