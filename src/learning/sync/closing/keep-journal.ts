import { outputPaths } from '../../../exchange/command-file/file-outputs.ts'
import { journalName } from '../../../exchange/command-file/output-names.ts'
import { storeJournal } from '../../settings/common.ts'
import type { Closing } from './file-to-close.ts'

/** The changes, line by line. A simulation is asked for to see them: it always has one. */
export async function keepJournal({ file, settings, folder, shelving }: Closing): Promise<string | null> {
  const { stamp, operation, fileName, dryRun } = file.request
  if (!dryRun && !(await settings.get(storeJournal))) return null
  return await shelving.put(
    'journals',
    journalName(stamp, operation, fileName, dryRun),
    outputPaths.journal(folder),
  )
}
