import { randomBytes } from 'node:crypto'
import multipart from '@fastify/multipart'
import { z } from 'zod'
import { usualPace } from '../../exchange/uploads/sending-pace.ts'
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
import type { Text } from '../../platform/text.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { problem } from '../problem.ts'
import { takeUpload } from '../receive-upload.ts'
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
        const limits = { megabytes, pace, tooLarge: tooLarge(megabytes) }
        const stored = await takeUpload(request, path, limits, async (received) => {
          const { sha256, ...reading } = await readStudentFile(path)
          if (sha256 !== received.sha256) throw new Error('the file on disk is not the one that was received')
          const stored: StoredUpload<StudentFileReading> = {
            id,
            application: 'health',
            fileName: uploadName(received.givenName),
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
          return stored
        })
        return reply.code(201).send(shape(stored))
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
  // What feeds the service's tables (health-loads.ts) is no student file.
  if (
    found === null ||
    'load' in found.reading ||
    (found.owner !== visitor.accountId && !may(visitor, 'administrator', 'health'))
  )
    throw problem('UNKNOWN_UPLOAD', { detail: texts.unknown })
  return found
}

function tooLarge(megabytes: number): Text {
  return {
    fr: `Le fichier dépasse ${megabytes} Mo (paramètre health.import.upload-mb) : rien n'a été gardé. Déposez-le dans le répertoire d'import, ou envoyez-le en plusieurs fois`,
    en: `The file exceeds ${megabytes} MB (setting health.import.upload-mb): nothing was kept. Put it in the import directory, or send it in parts`,
  }
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
  inUse: {
    fr: "Ce fichier est en cours d'import ou de simulation : annulez d'abord l'exécution",
    en: 'This file is being imported or simulated: cancel the run first',
  },
}
