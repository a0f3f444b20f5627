import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { CourseContent } from '../../../driver/course-content.ts'
import { archiveFiles } from './archive-files.ts'

export type CourseBackup =
  | {
      readonly ok: true
      readonly content: CourseContent
      /** Of the course that was backed up; null: the backup does not tell. */
      readonly format: string | null
    }
  | { readonly ok: false; readonly why: BackupFault }

export type BackupFault =
  | 'missing'
  | 'not-archive'
  | 'damaged'
  | 'unsafe'
  | 'too-large'
  | 'no-backup'
  | 'unreadable'
  | 'empty'

const mostUnpackedBytes = 200 * 1024 * 1024
/** Of the files that are read: parsed, XML takes some fifty times its length in memory. */
const mostTextLength = 16 * 1024 * 1024

const sectionFile = /^sections\/section_\d+\/section\.xml$/

/**
 * The content of a Moodle course backup (`.mbz`: a ZIP, or a gzip tar). Its inventory, its course and its sections are read;
 * what it holds of people is not. Null: the file is not there.
 */
export async function courseBackup(
  archive: Uint8Array | null,
  mostBytes = mostUnpackedBytes,
): Promise<CourseBackup> {
  if (archive === null) return { ok: false, why: 'missing' }
  const read = await archiveFiles(archive, wanted, mostBytes)
  if (!read.ok) return read
  let length = 0
  for (const text of read.files.values()) length += text.length
  if (length > mostTextLength) return { ok: false, why: 'too-large' }
  const inventory = read.files.get('moodle_backup.xml')
  if (inventory === undefined) return { ok: false, why: 'no-backup' }
  const course = elementOf(read.files.get('course/course.xml') ?? '<course/>', 'course')
  const sections = [...read.files]
    .filter(([name]) => sectionFile.test(name))
    .map(([, xml]) => elementOf(xml, 'section'))
  if (elementOf(inventory, 'moodle_backup') === null || course === null || sections.includes(null))
    return { ok: false, why: 'unreadable' }
  const content = contentOf(sections.filter((section) => section !== null))
  if (content === null) return { ok: false, why: 'unreadable' }
  if (content.sections.length === 0) return { ok: false, why: 'empty' }
  return { ok: true, content, format: words(course.format) || null }
}

function wanted(name: string): boolean {
  return name === 'moodle_backup.xml' || name === 'course/course.xml' || sectionFile.test(name)
}

type XmlElement = Readonly<Record<string, unknown>>

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false })

/** The element that a file is; null: it is no XML, or another element. A document type could only be an attack. */
function elementOf(xml: string, element: string): XmlElement | null {
  if (xml.includes('<!DOCTYPE') || XMLValidator.validate(xml) !== true) return null
  let document: XmlElement
  try {
    document = parser.parse(xml) as XmlElement
  } catch {
    // Nested too deep, or with names that no backup has: the fault of this file, not of the run.
    return null
  }
  const found = document[element]
  if (typeof found === 'string') return {}
  return found !== null && typeof found === 'object' && !Array.isArray(found) ? (found as XmlElement) : null
}

/** Sections by their number; those that an activity holds (`component`) are its own. Null: a number is none. */
function contentOf(sections: readonly XmlElement[]): CourseContent | null {
  const read = sections
    .filter(({ component }) => words(component) === '')
    .map((section) => ({
      position: /^\d{1,4}$/.test(words(section.number)) ? Number(words(section.number)) : Number.NaN,
      name: [...words(section.name)].slice(0, 255).join(''),
      summary: words(section.summary),
    }))
    .sort((a, b) => a.position - b.position)
  if (read.some(({ position }) => Number.isNaN(position))) return null
  return { sections: read }
}

/** Moodle writes the absence of a value as `$@NULL@$`. What no database stores (NUL, half a character) is left out. */
function words(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '$@NULL@$') return ''
  return value.replaceAll('\0', '').toWellFormed().trim()
}
