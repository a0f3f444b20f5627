import { rm } from 'node:fs/promises'
import type { FastifyRequest } from 'fastify'
import { ReceiveError, type ReceiveFault, receiveFile } from '../exchange/uploads/receive-file.ts'
import { type PaceLimits, watchPace } from '../exchange/uploads/sending-pace.ts'
import type { Text } from '../platform/text.ts'
import { type ProblemError, problem } from './problem.ts'

/** The one file of a multipart request, on disk. */
export interface ReceivedUpload {
  /** As its sender calls it: shown at most, never followed (`uploadName`, or the rules of the file area). */
  readonly givenName: string | undefined
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

export interface UploadLimits {
  readonly megabytes: number
  /** How slowly it may come. */
  readonly pace: PaceLimits
  /** What to do with a file that is too large: where the limit is set, which other way there is. */
  readonly tooLarge: Text
  /** Throws the problem of a name that is refused, before a byte is kept. */
  readonly checkName?: (givenName: string | undefined) => void
}

/**
 * Takes the one file of a multipart request into `path`, which must not exist, as it comes, and hands it to `keep`.
 * Whatever goes wrong, in `keep` too, nothing is left at `path`, and a sender who is still busy sending gets the answer.
 * Throws problems. The route must be in a scope with `@fastify/multipart` and say `ownPace`.
 */
export async function takeUpload<T>(
  request: FastifyRequest,
  path: string,
  limits: UploadLimits,
  keep: (received: ReceivedUpload) => Promise<T>,
): Promise<T> {
  try {
    return await keep(await receive(request, path, limits))
  } catch (error) {
    await rm(path, { force: true })
    letGo(request, error)
    throw error instanceof ReceiveError ? receiveProblem(error.fault, limits.tooLarge) : error
  }
}

async function receive(
  request: FastifyRequest,
  path: string,
  { megabytes, pace, checkName }: UploadLimits,
): Promise<ReceivedUpload> {
  if (!request.isMultipart()) throw problem('INVALID_REQUEST', { detail: texts.notMultipart })
  const controller = new AbortController()
  const tooSlow = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  })
  const stopWatch = watchPace(request.raw, pace, () => controller.abort(new ReceiveError('too-slow')))
  const receiving = receiveParts(request, path, {
    largestBytes: megabytes * 1_000_000,
    signal: controller.signal,
    checkName,
  })
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
  limits: { largestBytes: number; signal: AbortSignal; checkName: UploadLimits['checkName'] },
): Promise<ReceivedUpload> {
  let received: ReceivedUpload | null = null
  const parts = request.parts({
    // Our own count gives a file that is too large up at once.
    limits: { files: 1, fields: 5, parts: 6, fieldSize: 1000, fileSize: Number.POSITIVE_INFINITY },
  })
  try {
    for await (const part of parts) {
      if (part.type !== 'file') continue
      limits.checkName?.(part.filename)
      received = { givenName: part.filename, ...(await receiveFile(part.file, path, limits)) }
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

function receiveProblem(fault: ReceiveFault, tooLarge: Text): ProblemError {
  switch (fault) {
    case 'too-large':
      return problem('TOO_LARGE', { detail: tooLarge })
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
  const timer = setTimeout(() => raw.destroy(), slow ? 500 : lingerMs)
  for (const event of ['end', 'close']) raw.once(event, () => clearTimeout(timer))
}

const texts = {
  notMultipart: {
    fr: 'Envoyez le fichier en multipart/form-data',
    en: 'Send the file as multipart/form-data',
  },
  noFile: { fr: "Aucun fichier n'a été envoyé", en: 'No file was sent' },
  oneFile: { fr: 'Un fichier à la fois', en: 'One file at a time' },
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
