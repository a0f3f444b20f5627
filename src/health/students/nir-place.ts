import { cellPlace } from '../../platform/encryption.ts'

/** What the NIR of a student is bound to: copied into another record by hand, it is not read there. */
export function nirPlace(studentId: number): string {
  return cellPlace('student', 'nir_encrypted', studentId)
}
