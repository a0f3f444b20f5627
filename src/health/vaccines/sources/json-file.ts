import { readPage, type VaccineSource } from '../vaccine-source.ts'
import { readGivenFile } from './given-file.ts'

/** The list in a JSON file that an administrator put there: one page, complete unless it says `"complete": false`. */
export function jsonFileSource(path: string): VaccineSource {
  return {
    reference: 'mesvaccins',
    async list() {
      return { ...readPage(await readGivenFile(path), 'le fichier'), next: null }
    },
  }
}
