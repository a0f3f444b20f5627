import type { CodedValue } from './student-line.ts'

/** The nomenclatures that a student line refers to. `ETABLISSEMENT` has two levels: ETB, and CMP below it. */
export type NomenclatureCode =
  | 'PAYS'
  | 'ETABLISSEMENT'
  | 'SITUATION FAMILIALE DE L ETUDIANT'
  | 'PROFESSION'
  | 'BACCAULAUREAT'

/**
 * Answers, from memory, what a registry code stands for under one import model: the model's own mapping
 * first, then the item of the same code. Pure once made; made anew for each import.
 */
export interface CodeBook {
  /** `code` of the result is the mapped code where the model maps it, else the code as given. */
  resolve(nomenclature: NomenclatureCode, code: string): CodedValue
  /** A component is known only below its own establishment. */
  resolveComponent(establishment: CodedValue, code: string): CodedValue
  /** Changes whenever any answer could; part of the fingerprint that keeps unchanged lines valid. */
  readonly fingerprint: string
}
