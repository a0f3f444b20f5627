import type { LoadColumn, LoadSubject } from '../../exchange/loads/load-kind.ts'
import { keptStudents } from '../feeding/kept-students.ts'
import { findStudents } from '../students/find-student.ts'
import { otherStudent, unfoundStudent } from './load-messages.ts'

const columns: readonly LoadColumn[] = [
  {
    name: 'INE',
    mandatory: false,
    rule: {
      fr: 'INE de l’étudiant, avec ou sans clé ; sinon COD_ETU et ETB, ou IDENTIFIANT',
      en: 'INE of the student, with or without its key; else COD_ETU and ETB, or IDENTIFIANT',
    },
    example: '9990000011P',
  },
  {
    name: 'COD_ETU',
    mandatory: false,
    rule: { fr: 'Numéro d’étudiant, avec ETB', en: 'Student code, with ETB' },
    example: '',
  },
  {
    name: 'ETB',
    mandatory: false,
    rule: { fr: 'Code de l’établissement (UAI)', en: 'Code of the establishment (UAI)' },
    example: '',
  },
  {
    name: 'IDENTIFIANT',
    mandatory: false,
    rule: { fr: 'Identifiant de connexion de l’étudiant', en: 'Login of the student' },
    example: '',
  },
]

/** Records of a student, whom INE, student code or login name. One merged away meanwhile is the record that was kept. */
export const ofStudent: LoadSubject = {
  columns,
  oneOf: ['INE', 'COD_ETU', 'IDENTIFIANT'],
  async find(read, keys) {
    const found = await findStudents(
      read,
      keys.map((key) => ({
        ine: key.INE ?? '',
        studentCode: key.COD_ETU ?? '',
        establishment: key.ETB ?? '',
        login: key.IDENTIFIANT ?? '',
      })),
    )
    return found.map((one) =>
      one.ok
        ? { ok: true, values: { student_id: one.studentId } }
        : { ok: false, faults: [unfoundStudent(one.reason)] },
    )
  },
  async owners(read, known) {
    const keptBy = await keptStudents(read, known)
    return ({ values }, before) => {
      const owner = before.student_id ?? null
      return values.student_id === (keptBy.get(owner) ?? owner) ? null : otherStudent()
    }
  },
}
