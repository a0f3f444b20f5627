import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { CommandFormat } from '../../exchange/command-file/command-format.ts'
import { type OpenedRows, openCsvRows } from '../../exchange/command-file/command-rows.ts'
import { oldComments, unknownColumns } from '../settings/common.ts'
import type { LearningTool } from '../tools/tool-place.ts'
import { frozenSettings } from './settings-snapshot.ts'
import type { SyncPlace } from './sync-place.ts'
import { type SyncRequest, storedSourceOf } from './sync-request.ts'

/** What a tool reads beside its command file it has in memory. */
const mostReadBytes = 256 * 1024 * 1024

/** The tool of a request, with the settings of its beginning, and the file's rows as it wants them. */
export async function openWithTool(
  place: SyncPlace,
  request: SyncRequest,
  file: FileHandle,
): Promise<{ readonly tool: LearningTool; readonly opened: OpenedRows }> {
  const { context, area, tools } = place
  const entry = tools[request.operation]
  if (entry === undefined) throw new Error(`aucun outil ne traite ${request.operation}`)
  const settings = frozenSettings(request.settings, context.settings)
  const folder = dirname(storedSourceOf(request)?.name ?? '')
  const tool = await entry.make({
    settings,
    now: Math.floor(Temporal.Instant.from(request.startedAt).epochMilliseconds / 1000),
    timeZone: context.place.timeZone,
    simulate: request.dryRun,
    async readFile(name) {
      const found =
        (await area.open('commands', name)) ??
        (folder === '.' ? null : await area.open('commands', `${folder}/${name}`))
      if (found === null) return null
      try {
        if (found.bytes > mostReadBytes) {
          context.log.warn(`${name} : plus de ${mostReadBytes / 1024 / 1024} Mio, fichier non lu`)
          return null
        }
        return await found.handle.readFile()
      } finally {
        await found.handle.close()
      }
    },
    warn: (message) => context.log.warn(message),
  })
  const format: CommandFormat = {
    encoding: request.encoding,
    separator: request.separator,
    columns: tool.columns,
    positions: tool.positions ?? [],
    unknownColumns: (await settings.get(unknownColumns)) ? 'ignore' : 'refuse',
    oldComments: await settings.get(oldComments),
  }
  return { tool, opened: await (entry.open ?? openCsvRows)(file, request.scan, format) }
}
