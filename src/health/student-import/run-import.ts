import type { StudentImport } from './import-students.ts'
import type { ImportModel } from './line/import-model.ts'

/** One student file that a run takes in. */
export interface RunImport {
  readonly path: string
  readonly fileName: string
  readonly model: ImportModel
  readonly origin: StudentImport['origin']
  readonly dryRun: boolean
  readonly directory: string
  readonly guard: StudentImport['guard']
  readonly notices: StudentImport['notices']
  /** The held exchange that this run applies. */
  readonly approvalOf: number | null
  /** Parameters under which IMP_MAN would take this file again, but for its path. */
  readonly again: Record<string, unknown>
  readonly reportTo: readonly string[]
}
