import { createHash } from 'node:crypto'
import type { FileStore } from '../../files/file-store.ts'
import { storeFailure } from '../../files/store-outcome.ts'
import { plainCapitals } from '../record/plain-text.ts'
import type { AttachmentTarget } from '../target/attachment-target.ts'
import { recordFields } from '../target/record-fields.ts'
import type { AttachmentCause } from './attachment-causes.ts'
import { type ContentLimits, checkContent } from './check-content.ts'
import type { WaitingAttachment } from './select-attachments.ts'

export type AttachmentMark =
  | { readonly kind: 'sent'; readonly sha256: string; readonly recordId: string }
  /** The store is there, and the file is not. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'error'; readonly cause: AttachmentCause; readonly detail: string | null }

/** The file store cannot be reached: nothing is known of any file. In French, without a path. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

class Damaged extends Error {}

/**
 * Reads one file, sends it and reads it back (admissions.md 3.12): sent is what the target counts and digests as we do. Nothing is
 * written here. Throws `StoreUnavailable`, `OpiTargetUnavailable`.
 */
export async function sendOne(
  attachment: WaitingAttachment,
  {
    store,
    target,
    limits,
    sentAt,
  }: {
    readonly store: FileStore
    readonly target: AttachmentTarget
    readonly limits: ContentLimits
    readonly sentAt: string
  },
): Promise<AttachmentMark> {
  if (attachment.path === null) return { kind: 'absent' }
  const found = await store.read(attachment.path)
  if (found.kind === 'absent') return { kind: 'absent' }
  if (found.kind === 'unavailable') throw new StoreUnavailable(found.words)
  if (found.kind === 'refused') return { kind: 'error', cause: 'file-refused', detail: found.words }
  const { stream, bytes } = found
  try {
    const source = told(stream as AsyncIterable<Buffer>)
    const first = await source.next()
    const fileName = attachment.fileName ?? 'fichier'
    const checked = checkContent(
      { name: fileName, bytes, first: first.done ? new Uint8Array() : first.value },
      limits,
    )
    if (!checked.ok) return { kind: 'error', cause: checked.cause, detail: checked.detail }
    const hash = createHash('sha256')
    let length = 0
    async function* content() {
      for (let piece = first; !piece.done; piece = await source.next()) {
        hash.update(piece.value)
        length += piece.value.length
        yield piece.value
      }
      const { fileSha256 } = attachment
      if (length !== bytes || (fileSha256 !== null && hash.copy().digest('hex') !== fileSha256))
        throw new Damaged()
    }
    const { opiCode, sisCode, studentNo } = attachment
    const outcome = await target.send(
      {
        opiCode,
        sisCode,
        birthName: nameOf('birthName', attachment.birthName),
        firstName: nameOf('firstName', attachment.firstName),
        studentNo: studentNo !== null && /^\d{1,8}$/.test(studentNo.trim()) ? studentNo.trim() : null,
        fileName,
        mediaType: checked.mediaType,
        bytes,
        sentAt,
      },
      content(),
    )
    if (outcome.kind === 'no-record') return { kind: 'error', cause: 'no-record', detail: opiCode }
    if (outcome.kind === 'refused') return { kind: 'error', cause: 'refused', detail: outcome.detail }
    const sha256 = hash.digest('hex')
    const there = await target.readBack({ opiCode, sisCode })
    if (there === null || there.bytes !== length || there.sha256 !== sha256)
      return {
        kind: 'error',
        cause: 'not-stored',
        detail: there === null ? null : `${there.bytes} octets relus, ${length} envoyés`,
      }
    return { kind: 'sent', sha256, recordId: there.recordId }
  } catch (error) {
    if (error instanceof Damaged) return { kind: 'error', cause: 'file-damaged', detail: null }
    throw error
  } finally {
    stream.destroy()
  }
}

/** A disk that fails while it is read is the store's failure, and no attachment's. */
async function* told(stream: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array, undefined> {
  try {
    yield* stream
  } catch (error) {
    const failure = storeFailure(error)
    throw new StoreUnavailable(
      failure.kind === 'absent' ? 'le fichier a disparu pendant la lecture' : failure.words,
    )
  }
}

/** As its record says it. */
function nameOf(field: 'birthName' | 'firstName', text: string): string {
  return (plainCapitals(text) ?? '?').slice(0, recordFields[field].length).trimEnd()
}
