import { PassThrough } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { ZipFile } from 'yazl'
import { z } from 'zod'
import {
  type DaySelection,
  type OpenedDayFile,
  openDayFiles,
} from '../../admissions/opi/pegase/open-day-files.ts'
import { readDays } from '../../admissions/opi/pegase/read-days.ts'
import { removeDay } from '../../admissions/opi/pegase/remove-days.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { attachment, contentType } from '../download.ts'
import { problem } from '../problem.ts'
import { opiDayRemoved, opiDays, opiDaysQuery } from '../schemas/admissions-opi-files.ts'
import { pathId } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions']
const dayParams = z.object({ day: z.iso.date() })

/** The day's files for Pégase (admissions.md 5.3): fetched here by whoever loads them there. Every download is audited. */
export function addAdmissionsOpiFiles(server: ApiServer, { installation, engine }: ApiServices): void {
  const { database, place } = installation
  function root(): string {
    const { connections } = place
    if (connections === undefined) throw problem('UNKNOWN_FILE')
    return connections.opiFiles
  }

  server.get(
    '/api/admissions/opi/files',
    {
      config: { access: { who: 'reader', of: 'admissions' } },
      schema: {
        tags,
        summary: 'Days with files for Pégase, newest first',
        querystring: opiDaysQuery,
        response: { 200: opiDays },
      },
    },
    ({ query: { before = null, size } }) => readDays(database.pool, { before, size }),
  )

  server.get(
    '/api/admissions/opi/files/:id',
    {
      config: { access: { who: 'operator', of: 'admissions' } },
      schema: {
        tags,
        summary: 'One of the files; from then on it is never overwritten',
        params: z.object({ id: pathId }),
        response: { 200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const [file] = await opened(request, { id: request.params.id })
      return reply
        .header('content-type', contentType('text/csv'))
        .header('content-length', file!.bytes)
        .header('content-disposition', attachment(file!.name))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-store')
        .send(file!.handle.createReadStream() as unknown as string)
    },
  )

  server.get(
    '/api/admissions/opi/files/days/:day/archive',
    {
      config: { access: { who: 'operator', of: 'admissions' } },
      schema: {
        tags,
        summary: 'The four newest files of a day in one archive',
        params: dayParams,
        response: {
          200: { description: 'The archive', content: { 'application/zip': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const { day } = request.params
      const files = await opened(request, { day })
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', attachment(`opi-${day.replaceAll('-', '')}.zip`))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-store')
        .send(zipped(files) as unknown as string)
    },
  )

  server.delete(
    '/api/admissions/opi/files/days/:day',
    {
      config: { access: { who: 'administrator', of: 'admissions' } },
      schema: {
        tags,
        summary: 'Deletes all files of a day, of the four kinds',
        params: dayParams,
        response: { 200: opiDayRemoved },
      },
    },
    async (request) => {
      const removed = await removeDay(database, root(), acting(request), request.params.day)
      if (removed === null) throw problem('UNKNOWN_FILE')
      return removed
    },
  )

  async function opened(request: FastifyRequest, selection: DaySelection): Promise<readonly OpenedDayFile[]> {
    const { author, address } = acting(request)
    const outcome = await openDayFiles(database, root(), selection, engine.clock.now(), (client, files) =>
      recordAudit(client, {
        actor: author,
        action: 'opi.file-downloaded',
        subject: 'id' in selection ? `opi-file:${selection.id}` : `opi-day:${selection.day}`,
        application: 'admissions',
        address,
        detail: { files: files.map(({ name }) => name), personal: true },
      }),
    )
    if (outcome.kind === 'unknown') throw problem('UNKNOWN_FILE')
    if (outcome.kind === 'gone') throw problem('FILE_GONE')
    return outcome.files
  }
}

function zipped(files: readonly OpenedDayFile[]): NodeJS.ReadableStream {
  const archive = new ZipFile()
  const out = new PassThrough()
  for (const { handle, name, bytes } of files)
    archive.addReadStream(handle.createReadStream(), name, { size: bytes })
  archive.outputStream.on('error', (error) => out.destroy(error as Error)).pipe(out)
  archive.on('error', (error) => out.destroy(error as Error))
  archive.end()
  return out
}
