import { z } from 'zod'
import { defineBatch } from '../../batch/define-batch.ts'
import { shelves } from '../../exchange/file-area/shelf.ts'
import { isUploadId } from '../../exchange/uploads/upload-store.ts'
import { operationCodes } from '../operations.ts'
import { runOnRequest } from '../sync/run-on-request.ts'

const stored = z.object({
  kind: z.literal('stored'),
  shelf: z.enum(shelves),
  name: z.string(),
  bytes: z.number().int(),
  modifiedNs: z.string(),
  preconfigured: z.boolean(),
})

export const syncFileParameters = z.object({
  operation: z.enum(operationCodes),
  /** A stored file; without one, an upload or a path: the files that the settings name. */
  shelf: z.enum(shelves).default('commands'),
  name: z.string().min(1).nullable().default(null),
  /** A file received through the API. */
  uploadId: z.string().refine(isUploadId).nullable().default(null),
  /** A file of this machine: for the command line only. */
  path: z.string().min(1).nullable().default(null),
  /** What its sender called it; default: its own name. */
  fileName: z.string().min(1).nullable().default(null),
  dryRun: z.boolean().default(false),
  /** Over the settings, for this file. */
  separator: z.enum([';', ',']).optional(),
  encoding: z.enum(['utf-8', 'iso-8859-1']).optional(),
  /** The exchange of the simulation that was shown: what is not the file that it simulated is not processed. */
  simulation: z.number().int().nullable().default(null),
  /** The held exchange that this applies. */
  approvalOf: z.number().int().nullable().default(null),
  /** The stored file that a held copy was made of: the frame's own, never taken from a request. */
  origin: stored.nullable().default(null),
})
export type SyncFileParameters = z.infer<typeof syncFileParameters>

export default defineBatch({
  code: 'SYNC_FILE',
  label: { fr: 'Traitement d’un fichier de commande', en: 'Processing of a command file' },
  description: {
    fr: 'Traite, ou simule, un fichier de commande choisi par une personne. Mêmes règles que les traitements programmés.',
    en: 'Processes, or simulates, a command file that somebody chose. Same rules as the planned batches.',
  },
  schedule: null,
  enabled: true,
  rerunSafe: true,
  timeoutMinutes: 360,
  resources: ['learning'],
  waiting: 'many',
  parameters: syncFileParameters,
  run: (context) => runOnRequest(context),
})
