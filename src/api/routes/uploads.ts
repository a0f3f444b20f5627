import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ReceiveError, type ReceiveFault, receiveFile } from '../../exchange/uploads/receive-file.ts'
import { type PaceLimits, usualPace, watchPace } from '../../exchange/uploads/sending-pace.ts'
import { uploadName } from '../../exchange/uploads/upload-name.ts'
import {
  addUpload,
  findUpload,
  forgetUpload,
  type Upload as StoredUpload,
  uploadDirectory,
  uploadInUse,
  uploadPath,
} from '../../exchange/uploads/upload-store.ts'
import { uploadMegabytes } from '../../health/settings.ts'
import { readStudentFile } from '../../health/student-import/reading/read-student-file.ts'
import type { StudentFileReading } from '../../health/student-import/reading/student-file-reading.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { type ProblemError, problem } from '../problem.ts'
import { type Upload, upload } from '../schemas/imports.ts'
import type { ApiServices } from '../services.ts'
import { authorOf, may, type Visitor } from '../visitor.ts'

/** Student files on their way in: received, told as the import would read them, and forgotten. */
export function addUploads(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings, place } = installation
  const pace = services.uploadPace ?? usualPace

  // In a scope of its own: no other route takes multipart bodies.
  server.register(async (scope: ApiServer) => {
    await scope.register(multipart)
    scope.post(
      '/api/uploads',
      {
        config: { access: { who: 'operator', of: 'health' }, ownPace: true },
        schema: {
          tags: ['imports'],
          summary: 'Receives a student file (multipart, one file) and tells how it reads',
          consumes: ['multipart/form-data'],
          response: { 201: upload },
        },
      },
      async (request, reply) => {
        const visitor = visitorOf(request)
        const megabytes = await settings.get(uploadMegabytes)
        await uploadDirectory(place.dataDirectory)
        const id = randomBytes(16).toString('hex')
        const path = uploadPath(place.dataDirectory, id)
        try {
          const received = await receive(request, path, megabytes * 1_000_000, pace)
          const { sha256, ...reading } = await readStudentFile(path)
          if (sha256 !== received.sha256) throw new Error('the file on disk is not the one that was received')
          const stored: StoredUpload<StudentFileReading> = {
            id,
            application: 'health',
            fileName: received.fileName,
            bytes: received.bytes,
            sha256,
            reading,
            owner: visitor.accountId,
            uploadedBy: authorOf(visitor),
            uploadedAt: new Date(engine.clock.now().epochMilliseconds),
          }
          await transaction(database.pool, async (client) => {
            await addUpload(client, stored)
            await recordAudit(client, {
              actor: authorOf(visitor),
              action: 'upload.received',
              subject: `upload:${id}`,
              application: 'health',
              address: request.ip,
              detail: { fileName: stored.fileName, bytes: stored.bytes, sha256, lines: reading.lines },
            })
          })
          return reply.code(201).send(shape(stored))
        } catch (error) {
          await rm(path, { force: true })
          letGo(request, error)
          throw error instanceof ReceiveError ? receiveProblem(error.fault, megabytes) : error
        }
      },
    )
  })

  server.get(
    '/api/uploads/:id',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags: ['imports'],
        summary: 'A file received, for whoever sent it and administrators',
        params: z.object({ id: z.string() }),
        response: { 200: upload },
      },
    },
    async (request) => shape(await ownUpload(services, visitorOf(request), request.params.id)),
  )

  server.delete(
    '/api/uploads/:id',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags: ['imports'],
        summary: 'Forgets a file received',
        params: z.object({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const visitor = visitorOf(request)
      const { id, fileName } = await ownUpload(services, visitor, request.params.id)
      if (await uploadInUse(database.pool, id)) throw problem('IN_USE', { detail: texts.inUse })
      await transaction(database.pool, async (client) => {
        await recordAudit(client, {
          actor: authorOf(visitor),
          action: 'upload.forgotten',
          subject: `upload:${id}`,
          application: 'health',
          address: request.ip,
          detail: { fileName },
        })
        await forgetUpload(client, place.dataDirectory, id)
      })
      return reply.code(204).send(null)
    },
  )
}

/** The upload, if it is the visitor's or he administers the application; otherwise it does not exist for him. */
export async function ownUpload(
  { installation }: ApiServices,
  visitor: Visitor,
  id: string,
): Promise<StoredUpload<StudentFileReading>> {
  const found = await findUpload<StudentFileReading>(installation.database.pool, id)
  if (found === null || (found.owner !== visitor.accountId && !may(visitor, 'administrator', 'health')))
    throw problem('UNKNOWN_UPLOAD', { detail: texts.unknown })
  return found
}

/** Takes the one file of a multipart request. */
async function receive(request: FastifyRequest, path: string, largestBytes: number, pace: PaceLimits) {
  if (!request.isMultipart()) throw problem('INVALID_REQUEST', { detail: texts.notMultipart })
  const controller = new AbortController()
  const tooSlow = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  })
  const stopWatch = watchPace(request.raw, pace, () => controller.abort(new ReceiveError('too-slow')))
  const receiving = receiveParts(request, path, { largestBytes, signal: controller.signal })
  // Given up between two parts, it goes on until the connection ends; what it says then interests nobody.
  receiving.catch(() => {})
  tooSlow.catch(() => {})
  try {
    return await Promise.race([receiving, tooSlow])
  } finally {
    stopWatch()
  }
}

async function receiveParts(
  request: FastifyRequest,
  path: string,
  limits: { largestBytes: number; signal: AbortSignal },
) {
  let received: { fileName: string; bytes: number; sha256: string } | null = null
  const parts = request.parts({
    // Our own count gives a file that is too large up at once.
    limits: { files: 1, fields: 5, parts: 6, fieldSize: 1000, fileSize: Number.POSITIVE_INFINITY },
  })
  try {
    for await (const part of parts) {
      if (part.type !== 'file') continue
      received = { fileName: uploadName(part.filename), ...(await receiveFile(part.file, path, limits)) }
    }
  } catch (error) {
    throw multipartProblem(error)
  }
  if (received === null) throw problem('INVALID_REQUEST', { detail: texts.noFile })
  return received
}

function multipartProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT')
    return problem('INVALID_REQUEST', { detail: texts.oneFile })
  if (code === 'FST_MP_PREMATURE_CLOSE') return new ReceiveError('cut-off', error)
  return error
}

function receiveProblem(fault: ReceiveFault, megabytes: number): ProblemError {
  switch (fault) {
    case 'too-large':
      return problem('TOO_LARGE', {
        detail: {
          fr: `Le fichier dépasse ${megabytes} Mo (paramètre health.import.upload-mb) : rien n'a été gardé. Déposez-le dans le répertoire d'import, ou envoyez-le en plusieurs fois`,
          en: `The file exceeds ${megabytes} MB (setting health.import.upload-mb): nothing was kept. Put it in the import directory, or send it in parts`,
        },
      })
    case 'too-slow':
      return problem('UPLOAD_TOO_SLOW', { detail: texts.tooSlow })
    case 'no-room':
      return problem('NO_ROOM', { detail: texts.noRoom })
    case 'cut-off':
      return problem('INVALID_REQUEST', { detail: texts.cutOff })
  }
}

/** How long a sender who was refused may go on before the line is cut: browsers read the answer only then. */
const lingerMs = 5_000

/** What still comes is thrown away for a moment, so that the answer reaches a sender who is busy sending. */
function letGo({ raw }: FastifyRequest, error: unknown): void {
  if (raw.complete || raw.destroyed) return
  raw.unpipe()
  raw.resume()
  const slow = error instanceof ReceiveError && error.fault === 'too-slow'
  const timer = setTimeout(() => raw.socket?.destroy(), slow ? 500 : lingerMs)
  for (const event of ['end', 'close']) raw.once(event, () => clearTimeout(timer))
}

function shape({
  id,
  fileName,
  bytes,
  sha256,
  uploadedAt,
  reading,
}: StoredUpload<StudentFileReading>): Upload {
  const { header, headerErrors, firstLines, fillRates, ...rest } = reading
  return {
    id,
    fileName,
    bytes,
    sha256,
    uploadedAt: uploadedAt.toISOString(),
    reading: {
      ...rest,
      header: [...header],
      headerErrors: [...headerErrors],
      firstLines: firstLines.map(({ line, fields }) => ({ line, fields: [...fields] })),
      fillRates: [...fillRates],
    },
  }
}

const texts = {
  unknown: {
    fr: "Un fichier reçu est gardé 24 heures, ou jusqu'à son import : envoyez-le de nouveau",
    en: 'A file received is kept for 24 hours, or until it is imported: send it again',
  },
  notMultipart: {
    fr: 'Envoyez le fichier en multipart/form-data',
    en: 'Send the file as multipart/form-data',
  },
  noFile: { fr: "Aucun fichier n'a été envoyé", en: 'No file was sent' },
  oneFile: { fr: 'Un fichier à la fois', en: 'One file at a time' },
  inUse: {
    fr: "Ce fichier est en cours d'import ou de simulation : annulez d'abord l'exécution",
    en: 'This file is being imported or simulated: cancel the run first',
  },
  tooSlow: {
    fr: "L'envoi n'avançait plus ou trop lentement : rien n'a été gardé. Recommencez, de préférence depuis un réseau filaire",
    en: 'The upload stalled or was too slow: nothing was kept. Try again, preferably on a wired network',
  },
  noRoom: {
    fr: "Le disque du serveur est plein : prévenez l'administrateur",
    en: 'The disk of the server is full: tell the administrator',
  },
  cutOff: {
    fr: "L'envoi s'est interrompu avant la fin du fichier : rien n'a été gardé",
    en: 'The upload broke off before the end of the file: nothing was kept',
  },
}
