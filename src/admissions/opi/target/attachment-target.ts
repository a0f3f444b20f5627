/**
 * The contract between BATCH_ASYNC_OPI_PJ and the information system that takes attachments (admissions.md 3.12, 5.2). It has one
 * file for each pre-registration and attachment code; sending replaces it. Whoever adds a target runs `suite/` on it.
 *
 * Every call throws `OpiTargetUnavailable` when the target as a whole does not work.
 */
export interface AttachmentTarget {
  /** Largest content that it takes, in bytes; null: it knows no limit. */
  largest(): Promise<number | null>
  /**
   * Sends one file, a piece at a time. What `content` throws is thrown on, and leaves what the target had. It is
   * read once: a connection that is lost meanwhile is not tried again.
   */
  send(attachment: AttachmentHead, content: AsyncIterable<Uint8Array>): Promise<SendOutcome>
  /** What is there now under this OPI code and attachment code, as the target itself counts it; null: nothing. */
  readBack(key: AttachmentKey): Promise<StoredAttachment | null>
  close(): Promise<void>
}

export interface AttachmentKey {
  readonly opiCode: string
  /** COD_TPJ. */
  readonly sisCode: string
}

export interface AttachmentHead extends AttachmentKey {
  /** Capitals without accents, cut at the length of a record. */
  readonly birthName: string
  readonly firstName: string
  readonly studentNo: string | null
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: number
  /** `AAAA-MM-JJ HH:MM:SS`, in the establishment's zone. */
  readonly sentAt: string
}

export type SendOutcome =
  | { readonly kind: 'called'; readonly recordId: string }
  /** No pre-registration has this OPI code. */
  | { readonly kind: 'no-record' }
  | { readonly kind: 'refused'; readonly detail: string }

export interface StoredAttachment {
  readonly recordId: string
  readonly bytes: number
  readonly sha256: string
}
