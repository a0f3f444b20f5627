import type { FileHandle } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { previewFile } from '../../exchange/file-area/preview-file.ts'
import { fileActs } from '../../learning/files/file-acts.ts'
import { learningFiles } from '../../learning/files/learning-files.ts'
import { originalName } from '../../learning/files/original-name.ts'
import { previewArchive } from '../../learning/files/preview-archive.ts'
import { previewCommandFile, previewLines } from '../../learning/files/preview-command-file.ts'
import { readTakers } from '../../learning/files/takers.ts'
import { type SyncOperation, syncOperations } from '../../learning/operations.ts'
import { oldComments } from '../../learning/settings/common.ts'
import { formatOf } from '../../learning/sync/file-format.ts'
import { takeSnapshot } from '../../learning/sync/settings-snapshot.ts'
import { toolShape } from '../../learning/tools/tool-shape.ts'
import { acting } from '../acting.ts'
import { storedFileAnswer } from '../answers/stored-file.ts'
import type { ApiServer } from '../api-server.ts'
import { openStoredFile } from '../open-stored-file.ts'
import { type FilePreview, filePreview, fileQuery } from '../schemas/learning.ts'
import type { ApiServices } from '../services.ts'
import { searchTurns, turns } from '../turns.ts'

/** The beginning of a file: rows where a run would read rows, text elsewhere. */
export function addLearningFilePreview(server: ApiServer, { installation }: ApiServices): void {
  const { database, settings, place } = installation
  const area = learningFiles(place)
  const acts = fileActs(database, area)
  // The whole file is read: a bad byte at its end refuses it too.
  const reading = turns(searchTurns)

  server.get(
    '/api/learning/files/preview',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags: ['learning'],
        summary: 'The beginning of a file, as a run would read it',
        querystring: fileQuery,
        response: { 200: filePreview },
      },
    },
    async (request) => {
      const { shelf, name } = request.query
      const file = await openStoredFile(area, shelf, name)
      try {
        await acts.shown('file.previewed', shelf, name, acting(request))
        const modifiedAt = Temporal.Instant.fromEpochMilliseconds(file.modifiedMs)
        const takers = await readTakers(settings)
        const about = storedFileAnswer({ shelf, name, bytes: file.bytes, modifiedAt }, takers)
        const [tool] = takers(originalName(shelf, name))
        const operation = syncOperations.find((one) => one.tool === tool)
        const read = async () =>
          shelf === 'reports' || shelf === 'journals'
            ? await plainText(file.handle)
            : await asCommands(file.handle, operation)
        return { file: about, ...(await reading(read)) }
      } finally {
        await file.handle.close()
      }
    },
  )

  type Preview = Omit<FilePreview, 'file'>

  async function asCommands(handle: FileHandle, operation: SyncOperation | undefined): Promise<Preview> {
    const snapshot = await takeSnapshot(settings)
    const format = {
      ...formatOf(snapshot, {}),
      oldComments: (snapshot[oldComments.key] ?? oldComments.default) === true,
    }
    const headless = operation !== undefined && !operation.hasHeader
    const shape = headless ? await toolShape(operation.code, { settings, timeZone: place.timeZone }) : null
    const read =
      operation?.archive === true
        ? await previewArchive(handle)
        : await previewCommandFile(handle, format, headless ? (shape?.positions ?? ['']) : null)
    const { refusals, header, rows, lineEnding, ...rest } = read
    return {
      ...rest,
      lineEnding: lineEnding === 'none' ? null : lineEnding,
      separator: format.separator,
      refusals: [...refusals],
      header: header === null ? null : [...header],
      rows: rows.map(({ line, cells }) => ({ line, cells: [...cells] })),
    }
  }

  async function plainText(handle: FileHandle): Promise<Preview> {
    const { lines, complete, encoding } = await previewFile(handle, previewLines)
    const nothing = { separator: '', lineEnding: null, refusals: [], header: null, rows: [] }
    return { ...nothing, encoding, text: lines.join('\n'), cut: !complete }
  }
}
