import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { openDownload } from '../../batch/downloadable-file.ts'
import { readRun, readRunFiles } from '../../batch/read-run.ts'
import { runDirectory } from '../../batch/run-files.ts'
import { runLogText } from '../../batch/run-log-text.ts'
import { importDirectory } from '../../health/settings.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { attachment, contentType } from '../download.ts'
import { problem } from '../problem.ts'
import { type ApplicationCode, pathId } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'
import { may } from '../visitor.ts'

const tags = ['runs']

/** What a run leaves, to save: its files and its log. Streams, whatever their size; every download is audited. */
export function addRunFiles(server: ApiServer, { installation }: ApiServices): void {
  const { place, settings } = installation
  const { pool } = installation.database

  server.get(
    '/api/runs/:id/files/:fileId',
    {
      config: { access: { who: 'reader', of: 'run' } },
      schema: {
        tags,
        summary: 'One of its files; those with personal data are for operators',
        params: z.object({ id: pathId, fileId: pathId }),
        response: {
          200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const { id, fileId } = request.params
      const run = await readRun(pool, id)
      const file = (await readRunFiles(pool, id)).find((one) => one.id === fileId)
      if (run === null || file === undefined) throw problem('UNKNOWN_FILE')
      if (file.personal && !may(visitorOf(request), 'operator', run.application as ApplicationCode))
        throw problem('FORBIDDEN')
      const opened = await openDownload(file.path, {
        runDirectory: runDirectory(place.dataDirectory, id),
        dataDirectory: place.dataDirectory,
        importDirectory: await settings.get(importDirectory),
      })
      if (!opened.ok) throw problem(opened.why === 'gone' ? 'FILE_GONE' : 'UNKNOWN_FILE')
      try {
        const { author, address } = acting(request)
        await recordAudit(pool, {
          actor: author,
          action: 'file.downloaded',
          subject: `run:${id}`,
          application: run.application,
          address,
          detail: { batch: run.batchCode, file: fileId, personal: file.personal },
        })
      } catch (error) {
        await opened.handle.close()
        throw error
      }
      return reply
        .header('content-type', contentType(file.mediaType))
        .header('content-length', opened.bytes)
        .header('content-disposition', attachment(basename(file.path)))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-store')
        .send(await contents(opened))
    },
  )

  server.get(
    '/api/runs/:id/log',
    {
      config: { access: { who: 'reader', of: 'run' } },
      schema: {
        tags,
        summary: 'Its log as a text file',
        params: z.object({ id: pathId }),
        response: { 200: { description: 'The log', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const run = await readRun(pool, id)
      if (run === null) throw problem('UNKNOWN_RUN')
      const { author, address } = acting(request)
      await recordAudit(pool, {
        actor: author,
        action: 'log.downloaded',
        subject: `run:${id}`,
        application: run.application,
        address,
        detail: { batch: run.batchCode },
      })
      const text = runLogText(pool, id, { locale: request.language, zone: place.timeZone })
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('content-disposition', attachment(`${run.batchCode}-${id}.log`))
        .header('x-content-type-options', 'nosniff')
        .send(Readable.from(text) as unknown as string)
    },
  )
}

/** A log that still grows is handed out as long as it was when its length was told. */
async function contents({ handle, bytes }: { handle: FileHandle; bytes: number }): Promise<string> {
  // Typed as the text that it is documented to be: a stream goes out as it is.
  if (bytes > 0) return handle.createReadStream({ end: bytes - 1 }) as unknown as string
  await handle.close()
  return ''
}
