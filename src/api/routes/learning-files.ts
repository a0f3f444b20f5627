import { randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import multipart from '@fastify/multipart'
import { z } from 'zod'
import { areaNameFault } from '../../exchange/file-area/area-name.ts'
import { usualPace } from '../../exchange/uploads/sending-pace.ts'
import { uploadDirectory, uploadPath } from '../../exchange/uploads/upload-store.ts'
import { fileActs } from '../../learning/files/file-acts.ts'
import { learningFiles } from '../../learning/files/learning-files.ts'
import { readTakers } from '../../learning/files/takers.ts'
import { fileMegabytes } from '../../learning/settings/files.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Text } from '../../platform/text.ts'
import { acting } from '../acting.ts'
import { storedFileAnswer, storedFileNow } from '../answers/stored-file.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { asAreaProblem, fieldProblem } from '../area-problem.ts'
import { attachment, contentType } from '../download.ts'
import { openStoredFile } from '../open-stored-file.ts'
import { problem } from '../problem.ts'
import { takeUpload } from '../receive-upload.ts'
import {
  fileList,
  fileMove,
  fileQuery,
  reportSearch,
  reportSearchQuery,
  type Shelf,
  shelf,
  storedFile,
  uploadQuery,
} from '../schemas/learning.ts'
import type { ApiServices } from '../services.ts'
import { searchTurns, turns } from '../turns.ts'
import { may, type Visitor } from '../visitor.ts'

const tags = ['learning']

/** « Gestionnaire de fichiers » : the learning platform's files, on their shelves. */
export function addLearningFiles(server: ApiServer, services: ApiServices): void {
  const { installation } = services
  const { database, settings, place } = installation
  const area = learningFiles(place)
  const acts = fileActs(database, area)
  const pace = services.uploadPace ?? usualPace
  const searching = turns(searchTurns)

  server.get(
    '/api/learning/files',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: {
        tags,
        summary: 'The files of a shelf, by name',
        querystring: z.object({ shelf }),
        response: { 200: fileList },
      },
    },
    async (request) => {
      const { shelf } = request.query
      const visitor = visitorOf(request)
      const [files, takers] = await Promise.all([area.list(shelf), readTakers(settings)])
      return {
        items: files.map((file) => storedFileAnswer(file, takers)),
        actions: { change: mayChange(visitor, shelf), download: may(visitor, 'operator', 'learning') },
      }
    },
  )

  server.get(
    '/api/learning/files/content',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags,
        summary: 'A file, to save',
        querystring: fileQuery,
        response: {
          200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const { shelf, name } = request.query
      const file = await openStoredFile(area, shelf, name)
      try {
        await acts.shown('file.downloaded', shelf, name, acting(request))
      } catch (error) {
        await file.handle.close()
        throw error
      }
      return reply
        .header('content-type', contentType(mediaTypes[extname(name).toLowerCase()] ?? ''))
        .header('content-length', file.bytes)
        .header('content-disposition', attachment(basename(name)))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-store')
        .send(await contents(file))
    },
  )

  // In a scope of its own: no other route takes multipart bodies.
  server.register(async (scope: ApiServer) => {
    await scope.register(multipart)
    scope.post(
      '/api/learning/files',
      {
        config: { access: { who: 'operator', of: 'learning' }, ownPace: true },
        schema: {
          tags,
          summary: 'Puts a file among the command files (multipart, one file)',
          consumes: ['multipart/form-data'],
          querystring: uploadQuery,
          response: { 201: storedFile },
        },
      },
      async (request, reply) => {
        const { folder, onExisting, sha256 } = request.query
        const megabytes = await settings.get(fileMegabytes)
        await uploadDirectory(place.dataDirectory)
        const path = uploadPath(place.dataDirectory, randomBytes(16).toString('hex'))
        const nameOf = (given: string | undefined) => commandName(folder, given)
        const limits = {
          megabytes,
          pace,
          tooLarge: tooLarge(megabytes),
          checkName: (given: string | undefined) => void nameOf(given),
        }
        const name = await takeUpload(request, path, limits, async (received) => {
          if (sha256 !== undefined && sha256.toLowerCase() !== received.sha256)
            throw fieldProblem('sha256', texts.wrongSum(received))
          const file = { path, name: nameOf(received.givenName), ...received }
          return await acts.keep(file, onExisting, acting(request)).catch(asAreaProblem)
        })
        return reply.code(201).send(await storedFileNow(area, settings, 'commands', name))
      },
    )
  })

  server.delete(
    '/api/learning/files',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags,
        summary: 'Deletes a file; reports, archives and journals are for administrators',
        querystring: fileQuery,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { shelf, name } = request.query
      if (!mayChange(visitorOf(request), shelf)) throw problem('FORBIDDEN')
      await acts.remove(shelf, name, acting(request)).catch(asAreaProblem)
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/api/learning/files/move',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags,
        summary: 'Renames a file on its shelf, into another folder too',
        body: fileMove,
        response: { 200: storedFile },
      },
    },
    async (request) => {
      const { shelf, name, to } = request.body
      if (!mayChange(visitorOf(request), shelf)) throw problem('FORBIDDEN')
      const fault = areaNameFault(shelf, to)
      if (fault !== null) throw fieldProblem('to', fault)
      const moved = await acts.move(shelf, name, to, acting(request)).catch(asAreaProblem)
      return await storedFileNow(area, settings, shelf, moved)
    },
  )

  server.get(
    '/api/learning/files/search',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags,
        summary: 'Lines of the newest reports that have this text',
        querystring: reportSearchQuery,
        response: { 200: reportSearch },
      },
    },
    async (request) => {
      const { author, address } = acting(request)
      // What is searched for may be somebody's name: it is not written down.
      await recordAudit(database.pool, {
        actor: author,
        action: 'report.searched',
        application: 'learning',
        address,
      })
      const { hits, complete } = await searching(() => area.search('reports', request.query.text))
      const files = new Map((await area.list('reports')).map((file) => [file.name, file]))
      const names = [...new Set(hits.map((hit) => hit.name))].filter((name) => files.has(name))
      return {
        items: names.map((name) => ({
          file: storedFileAnswer(files.get(name)!, () => []),
          lines: hits.filter((hit) => hit.name === name).map(({ line, text }) => ({ line, text })),
        })),
        cut: !complete,
      }
    },
  )
}

/** What runs leave is the memory of what was done: only administrators take it away. */
function mayChange(visitor: Visitor, shelf: Shelf): boolean {
  const own = shelf === 'commands' || shelf === 'retries'
  return may(visitor, own ? 'operator' : 'administrator', 'learning')
}

/** The name of a file received. Accents as one character each, whatever the sender's system makes of them. */
function commandName(folder: string | undefined, given: string | undefined): string {
  const name = [folder, given ?? ''].filter((part) => part !== undefined && part !== '').join('/')
  const whole = given === undefined || given === '' ? '' : name.normalize('NFC')
  const fault = areaNameFault('commands', whole)
  if (fault !== null) throw fieldProblem('name', fault)
  return whole
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.zip': 'application/zip',
}

/** A file that still grows is handed out as long as it was when its length was told. */
async function contents({ handle, bytes }: { handle: FileHandle; bytes: number }): Promise<string> {
  // Typed as the text that it is documented to be: a stream goes out as it is.
  if (bytes > 0) return handle.createReadStream({ start: 0, end: bytes - 1 }) as unknown as string
  await handle.close()
  return ''
}

function tooLarge(megabytes: number): Text {
  return {
    fr: `Le fichier dépasse ${megabytes} Mo (paramètre learning.upload-mb) : rien n’a été gardé. Déposez-le par SFTP, ou envoyez-le en plusieurs parties`,
    en: `The file exceeds ${megabytes} MB (setting learning.upload-mb): nothing was kept. Drop it by SFTP, or send it in parts`,
  }
}

const texts = {
  wrongSum: ({ sha256, bytes }: { sha256: string; bytes: number }): Text => ({
    fr: `Le fichier reçu (${bytes} octets) a pour SHA-256 ${sha256} : il n’est pas celui qui était annoncé, rien n’a été gardé`,
    en: `The file received (${bytes} bytes) has the SHA-256 ${sha256}: it is not the one announced, nothing was kept`,
  }),
}
