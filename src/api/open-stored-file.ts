import { areaNameFault } from '../exchange/file-area/area-name.ts'
import type { FileArea } from '../exchange/file-area/file-area.ts'
import type { OpenedAreaFile } from '../exchange/file-area/open-area-file.ts'
import type { Shelf } from '../exchange/file-area/shelf.ts'
import { absent } from '../learning/files/file-acts.ts'
import { areaProblem, asAreaProblem, fieldProblem } from './area-problem.ts'

/** Opens a file of a shelf, for the caller to close. Throws the problem of a name that cannot be, or leads to nothing. */
export async function openStoredFile(area: FileArea, shelf: Shelf, name: string): Promise<OpenedAreaFile> {
  const fault = areaNameFault(shelf, name)
  if (fault !== null) throw fieldProblem('name', fault)
  const file = await area.open(shelf, name).catch(asAreaProblem)
  if (file === null) throw areaProblem(absent(name))
  return file
}
