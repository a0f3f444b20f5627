import { archiveName } from '../../../exchange/command-file/output-names.ts'
import { archiveFiles } from '../../settings/common.ts'
import { workingCopy } from '../work-folder.ts'
import type { Closing } from './file-to-close.ts'

/** « Archivage » (learning.md 5.5): the file as it was read, whatever lies in its place by now. */
export async function keepArchive({ file, settings, folder, shelving }: Closing): Promise<string | null> {
  const { stamp, fileName, dryRun } = file.request
  if (dryRun || !(await settings.get(archiveFiles))) return null
  return await shelving.put('archives', archiveName(stamp, fileName), workingCopy(folder))
}
