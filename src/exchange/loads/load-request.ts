import { z } from 'zod'
import type { FileScan } from '../scan-file.ts'
import { isUploadId } from '../uploads/upload-store.ts'
import type { LoadOffice } from './load-kind.ts'

/** What a run of the batch that loads an application's files is asked for. */
export function loadParameters({ kinds }: Pick<LoadOffice, 'kinds'>) {
  return z.object({
    kind: z.enum(kinds.map(({ code }) => code)),
    /** A file received through the API. */
    uploadId: z.string().refine(isUploadId).nullable().default(null),
    /** A file of this machine: for the command line only. */
    path: z.string().min(1).nullable().default(null),
    /** What its sender called it. */
    fileName: z.string().min(1),
    dryRun: z.boolean().default(false),
  })
}
export type LoadParameters = z.infer<ReturnType<typeof loadParameters>>

/** All that loading a file depends on: kept with its progress, so that going on with it is doing the same. */
export interface LoadRequest {
  readonly kind: string
  readonly fileName: string
  readonly uploadId: string | null
  readonly dryRun: boolean
  readonly startedAt: string
  /** In the names of what it leaves. */
  readonly stamp: string
  readonly person: string | null
  readonly scan: FileScan
}
