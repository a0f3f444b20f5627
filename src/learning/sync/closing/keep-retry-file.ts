import { outputPaths } from '../../../exchange/command-file/file-outputs.ts'
import { retryName } from '../../../exchange/command-file/output-names.ts'
import { storeRetryFile } from '../../settings/common.ts'
import type { Closing } from './file-to-close.ts'

/** « Fichier de reprise » (learning.md 5.3): the lines that came to nothing, if there are any. */
export async function keepRetryFile({ file, settings, folder, shelving }: Closing): Promise<string | null> {
  const { stamp, fileName, dryRun } = file.request
  if (dryRun || file.progress.outputs.retry === 0 || !(await settings.get(storeRetryFile))) return null
  return await shelving.put('retries', retryName(stamp, fileName), outputPaths.retry(folder))
}
