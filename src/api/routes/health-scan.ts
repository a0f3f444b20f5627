import { open } from 'node:fs/promises'
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { usualPace } from '../../exchange/uploads/sending-pace.ts'
import { uploadName } from '../../exchange/uploads/upload-name.ts'
import {
  addScan,
  attachScan,
  findScan,
  listBasket,
  listBaskets,
  lockScan,
  removeScan,
  type ScanAct,
  type ScanFile,
  type ScanOutcome,
  unlockScan,
} from '../../health/scan-basket/scan-file.ts'
import {
  eraseScan,
  newStorageKey,
  readBeginning,
  scanFolder,
  scanPath,
} from '../../health/scan-basket/scan-folder.ts'
import { scannedType } from '../../health/scan-basket/scanned-type.ts'
import { scanLockMinutes, scanMegabytes } from '../../health/scan-basket/settings.ts'
import { findStudents } from '../../health/students/find-student.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { attachment } from '../download.ts'
import { problem } from '../problem.ts'
import { takeUpload } from '../receive-upload.ts'
import { noContent, pageQuery, pathId } from '../schemas/common.ts'
import {
  scanAttachment,
  scanBaskets,
  scanFilePage,
  scanFile as scanFileSchema,
} from '../schemas/health-scan.ts'
import type { ApiServices } from '../services.ts'
import { foundId } from '../student-problem.ts'
import { hasRight, may, type Visitor } from '../visitor.ts'

const tags = ['scan']
const reads = { access: { who: 'reader', of: 'health' } } as const
const params = z.object({ id: pathId })

/** The scan basket: documents on their way into students' records. */
export function addHealthScan(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings, place } = installation
  const { pool } = database

  const actOn = (request: FastifyRequest, id: number): ScanAct => ({
    database,
    editor: acting(request),
    now: engine.clock.now(),
    id,
    concerns: (file) => concerns(visitorOf(request), file),
  })

  // In a scope of its own: no other route takes multipart bodies.
  server.register(async (scope: ApiServer) => {
    await scope.register(multipart)
    scope.post(
      '/api/health/scan-files',
      {
        config: { ...reads, ownPace: true },
        schema: {
          tags,
          summary: 'Drops a document (multipart, one PDF, JPEG, PNG or TIFF) into a basket',
          consumes: ['multipart/form-data'],
          querystring: z.object({
            owner: z
              .string()
              .trim()
              .min(1)
              .max(200)
              .optional()
              .describe('Whose basket; another than one’s own is for operators. Default: your own'),
          }),
          response: { 201: scanFileSchema },
        },
      },
      async (request, reply) => {
        const visitor = visitorOf(request)
        const owner = request.query.owner ?? visitor.login
        if (!isSame(owner, visitor.login) && !may(visitor, 'operator', 'health'))
          throw problem('FORBIDDEN', { detail: words.otherBasket })
        const megabytes = await settings.get(scanMegabytes)
        await scanFolder(place.dataDirectory)
        const storageKey = newStorageKey()
        const path = scanPath(place.dataDirectory, storageKey)
        const limits = { megabytes, pace: services.uploadPace ?? usualPace, tooLarge: tooLarge(megabytes) }
        const added = await takeUpload(request, path, limits, async ({ givenName, bytes, sha256 }) => {
          const mediaType = scannedType(await readBeginning(path))
          if (mediaType === null) throw problem('UNSUPPORTED_FILE', { detail: words.unsupported })
          const name = uploadName(givenName)
          const scan = { owner, storageKey, name, mediaType, bytes, sha256 }
          return await addScan(database, acting(request), scan, engine.clock.now())
        })
        return reply.code(201).send(added)
      },
    )
  })

  server.get(
    '/api/health/scan-files',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Your basket, the newest first',
        querystring: pageQuery,
        response: { 200: scanFilePage },
      },
    },
    async (request) => {
      const { before, size } = request.query
      return await listBasket(pool, visitorOf(request).login, engine.clock.now(), {
        before: before ?? null,
        size,
      })
    },
  )

  server.get(
    '/api/health/scan-baskets',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags,
        summary: 'Whose baskets hold how much, without the names of their files',
        response: { 200: scanBaskets },
      },
    },
    async () => ({ items: await listBaskets(pool) }),
  )

  server.get(
    '/api/health/scan-files/:id/content',
    {
      config: reads,
      schema: {
        tags,
        summary:
          'The document itself, for its owner and the right « medical »; once attached, for that right alone',
        params,
        response: {
          200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } },
        },
      },
    },
    async (request, reply) => {
      const visitor = visitorOf(request)
      const file = await findScan(pool, request.params.id, engine.clock.now())
      if (file === null || !concerns(visitor, file)) throw problem('UNKNOWN_FILE')
      const handle = await open(scanPath(place.dataDirectory, file.storageKey)).catch(() => null)
      if (handle === null) throw problem('FILE_GONE')
      try {
        const { author, address } = acting(request)
        await recordAudit(pool, {
          actor: author,
          action: 'scan.downloaded',
          subject: `scan:${file.id}`,
          application: 'health',
          address,
          detail: { owner: file.owner },
        })
      } catch (error) {
        await handle.close()
        throw error
      }
      return (
        reply
          .header('content-type', file.mediaType)
          .header('content-length', (await handle.stat()).size)
          // To save, never to be shown in a page of ours.
          .header('content-disposition', attachment(file.name))
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'no-store')
          .send(handle.createReadStream() as unknown as string)
      )
    },
  )

  server.put(
    '/api/health/scan-files/:id/lock',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Reserves a document while you attach it',
        params,
        response: { 200: scanFileSchema },
      },
    },
    async (request) => {
      const act = actOn(request, request.params.id)
      const minutes = await settings.get(scanLockMinutes)
      return answered(await lockScan(act, act.now.add({ minutes }))).file
    },
  )

  server.delete(
    '/api/health/scan-files/:id/lock',
    {
      config: reads,
      schema: { tags, summary: 'Gives a reserved document back', params, response: { 200: scanFileSchema } },
    },
    async (request) => answered(await unlockScan(actOn(request, request.params.id))).file,
  )

  server.put(
    '/api/health/scan-files/:id/student',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Attaches a document to a student’s record (operators and the right « medical »)',
        params,
        body: scanAttachment,
        response: { 200: scanFileSchema },
      },
    },
    async (request) => {
      const visitor = visitorOf(request)
      // Whoever only reads figures has no business with records, nor with which numbers are somebody's.
      if (!may(visitor, 'operator', 'health') && !hasRight(visitor, 'medical'))
        throw problem('FORBIDDEN', { detail: words.notAttaching })
      const [found] = await findStudents(pool, [request.body.student])
      return answered(await attachScan(actOn(request, request.params.id), foundId(found!))).file
    },
  )

  server.delete(
    '/api/health/scan-files/:id',
    {
      config: reads,
      schema: { tags, summary: 'Throws a document away', params, response: { 204: noContent } },
    },
    async (request, reply) => {
      const { storageKey } = answered(await removeScan(actOn(request, request.params.id)))
      // One that cannot be erased now is an orphan: CLEAN_SCAN comes back to it.
      await eraseScan(place.dataDirectory, storageKey).catch(() => {})
      return reply.code(204).send()
    },
  )
}

/** What lies in others' baskets, and what has become part of a student's record, is for the medical right. */
function concerns(visitor: Visitor, { owner, usedAt }: Pick<ScanFile, 'owner' | 'usedAt'>): boolean {
  return hasRight(visitor, 'medical') || (usedAt === null && isSame(owner, visitor.login))
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function answered(outcome: ScanOutcome) {
  if (outcome.ok) return outcome
  switch (outcome.reason) {
    case 'unknown':
      throw problem('UNKNOWN_FILE')
    case 'used':
      throw problem('REQUEST_REFUSED', { detail: words.used })
    case 'locked':
      throw problem('IN_USE', {
        detail: {
          fr: `${outcome.by} est en train de rattacher ce document : revenez dans quelques minutes`,
          en: `${outcome.by} is attaching this document: come back in some minutes`,
        },
        more: { until: outcome.until },
      })
  }
}

function tooLarge(megabytes: number) {
  return {
    fr: `Un document de ${megabytes} Mo au plus : numérisez en plusieurs fois ou en moins fin (réglage health.scan.upload-mb)`,
    en: `A document of ${megabytes} MB at most: scan it in parts or less finely (setting health.scan.upload-mb)`,
  }
}

const words = {
  otherBasket: {
    fr: 'Vous ne pouvez déposer que dans votre propre panier',
    en: 'You may drop into your own basket only',
  },
  notAttaching: {
    fr: 'Rattacher un document à un dossier demande le rôle d’exploitant, ou le profil médical',
    en: 'Attaching a document to a record needs the role operator, or the medical right',
  },
  unsupported: {
    fr: 'Le panier prend des PDF, des JPEG, des PNG et des TIFF : ce fichier n’en est pas un',
    en: 'The basket takes PDF, JPEG, PNG and TIFF files: this is none of them',
  },
  used: {
    fr: 'Ce document est déjà rattaché à un dossier',
    en: 'This document is attached to a record already',
  },
}
