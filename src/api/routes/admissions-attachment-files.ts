import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { relative } from 'node:path'
import multipart from '@fastify/multipart'
import { depositAttachment } from '../../admissions/dossiers/deposit-attachment.ts'
import { feedContext } from '../../admissions/feeding/feed.ts'
import { fileStore } from '../../admissions/files/file-store.ts'
import { dematMaintenance } from '../../admissions/settings.ts'
import { usualPace } from '../../exchange/uploads/sending-pace.ts'
import { uploadDirectory, uploadPath } from '../../exchange/uploads/upload-store.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import { takeUpload } from '../receive-upload.ts'
import { attachmentFileAnswer, attachmentFileQuery } from '../schemas/admissions-feeding.ts'
import type { ApiServices } from '../services.ts'

const megabytes = 20

/** Files of attachments: one at a time, into the store of candidates' files. */
export function addAdmissionsAttachmentFiles(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings, place } = installation

  // In a scope of its own: no other route takes multipart bodies.
  server.register(async (scope: ApiServer) => {
    await scope.register(multipart)
    scope.post(
      '/api/admissions/attachment-files',
      {
        config: { access: { who: 'operator', of: 'admissions' }, ownPace: true },
        schema: {
          tags: ['admissions-feeding'],
          summary: 'Has an attachment of an application hold this file (multipart, one file)',
          consumes: ['multipart/form-data'],
          querystring: attachmentFileQuery,
          response: { 200: attachmentFileAnswer },
        },
      },
      async (request) => {
        if (await settings.get(dematMaintenance)) throw problem('STORE_UNAVAILABLE', { detail: maintenance })
        const root = place.connections?.candidateFiles
        if (root === undefined) throw problem('STORE_UNAVAILABLE', { detail: notConfigured })
        const store = fileStore(root)
        // A store of our own is made at first use; one that is mounted must be there.
        if (isBelow(place.dataDirectory, root)) await store.begin()
        await uploadDirectory(place.dataDirectory)
        const path = uploadPath(place.dataDirectory, randomBytes(16).toString('hex'))
        const limits = { megabytes, pace: services.uploadPace ?? usualPace, tooLarge }
        return await takeUpload(request, path, limits, async ({ bytes, sha256, givenName }) => {
          const { author, address } = acting(request)
          const by = { author, runId: null, now: engine.clock.now() }
          if (bytes === 0) throw problem('INVALID_REQUEST', { detail: empty })
          const kept = await depositAttachment(
            database,
            store,
            { attachment: request.query, file: path, bytes, sha256, givenName },
            await feedContext(settings, place, by),
            (client, { outcome }, fileId) =>
              recordAudit(client, {
                actor: author,
                action: 'admissions-data.file-received',
                application: 'admissions',
                address,
                subject: `stored-file:${fileId}`,
                detail: { outcome, bytes, sha256 },
              }),
          )
          await rm(path, { force: true })
          if ('outcome' in kept && kept.outcome === 'rejected') {
            const { path: member, message } = kept
            throw problem('INVALID_FIELDS', { detail: message, errors: [{ path: member, message }] })
          }
          if (kept.kind !== 'kept') throw problem('STORE_UNAVAILABLE', { detail: unreachable })
          const { outcome } = kept.outcome
          return { outcome: outcome as 'created', fileId: kept.fileId, bytes, sha256 }
        })
      },
    )
  })
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && !way.startsWith('..') && !way.startsWith('/')
}

const tooLarge = {
  fr: `Ce fichier dépasse ${megabytes} Mo : réduisez-le avant de l’envoyer`,
  en: `This file is larger than ${megabytes} MB: make it smaller before sending it`,
}
const empty = { fr: 'Ce fichier est vide', en: 'This file is empty' }
const maintenance = {
  fr: 'Le dépôt de fichiers est en maintenance (paramètre TECH_IS_DEMAT_MAINTENANCE) : réessayez plus tard',
  en: 'The file store is under maintenance (setting TECH_IS_DEMAT_MAINTENANCE): try again later',
}
const notConfigured = {
  fr: 'Aucun dépôt de fichiers des candidats n’est configuré (NOCTURNE_CANDIDATE_FILES)',
  en: 'No store of candidates’ files is configured (NOCTURNE_CANDIDATE_FILES)',
}
const unreachable = {
  fr: 'Le dépôt de fichiers ne répond pas : rien n’a été gardé. Un administrateur doit vérifier son montage et ses droits',
  en: 'The file store does not answer: nothing was kept. An administrator must check that it is mounted and writable',
}
