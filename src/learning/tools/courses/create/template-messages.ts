import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'
import type { Text } from '../../../../platform/text.ts'
import type { BackupFault } from '../backup/course-backup.ts'

const texts: Readonly<Record<BackupFault, (path: string) => Text>> = {
  missing: (path) => ({
    fr: `Sauvegarde « ${path} » absente du gestionnaire de fichiers`,
    en: `The backup "${path}" is not in the file manager`,
  }),
  'not-archive': (path) => ({
    fr: `« ${path} » n'est pas une archive : une sauvegarde de cours est un ZIP ou un tar compressé par gzip`,
    en: `"${path}" is no archive: a course backup is a ZIP or a tar compressed with gzip`,
  }),
  damaged: (path) => ({
    fr: `L'archive « ${path} » est abîmée : la déposer de nouveau`,
    en: `The archive "${path}" is damaged: upload it again`,
  }),
  unsafe: (path) => ({
    fr: `L'archive « ${path} » contient un nom de fichier qui sort de l'archive : elle est refusée`,
    en: `The archive "${path}" has a file name that leads out of it: it is refused`,
  }),
  'too-large': (path) => ({
    fr: `L'archive « ${path} » dépasse 200 Mio une fois décompressée`,
    en: `The archive "${path}" unpacks to more than 200 MiB`,
  }),
  'no-backup': (path) => ({
    fr: `L'archive « ${path} » ne contient pas de sauvegarde de cours (moodle_backup.xml)`,
    en: `The archive "${path}" holds no course backup (moodle_backup.xml)`,
  }),
  unreadable: (path) => ({
    fr: `La sauvegarde « ${path} » n'est pas lisible : son XML est incorrect`,
    en: `The backup "${path}" cannot be read: its XML is wrong`,
  }),
  empty: (path) => ({
    fr: `La sauvegarde « ${path} » n'a aucune section à donner`,
    en: `The backup "${path}" has no section to give`,
  }),
}

const codes: Readonly<Record<BackupFault, string>> = {
  missing: 'TEMPLATE_FILE_MISSING',
  'not-archive': 'TEMPLATE_NOT_AN_ARCHIVE',
  damaged: 'TEMPLATE_DAMAGED',
  unsafe: 'TEMPLATE_UNSAFE_ARCHIVE',
  'too-large': 'TEMPLATE_TOO_LARGE',
  'no-backup': 'TEMPLATE_NO_BACKUP',
  unreadable: 'TEMPLATE_UNREADABLE',
  empty: 'TEMPLATE_WITHOUT_CONTENT',
}

export function backupFault(why: BackupFault, path: string): LineMessage {
  return { severity: 'error', code: codes[why], column: 'template', text: texts[why](path) }
}
