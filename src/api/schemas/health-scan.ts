import { z } from 'zod'
import { instant, page } from './common.ts'
import { studentKey } from './health-students.ts'

export const scanFile = z
  .object({
    id: z.number().int(),
    /** Login of whose basket it lies in. */
    owner: z.string(),
    name: z.string(),
    mediaType: z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']),
    bytes: z.number().int(),
    droppedAt: instant,
    /** Somebody is attaching it until then. */
    lockedUntil: instant.nullable(),
    lockedBy: z.string().nullable(),
    /** Attached: no longer in the basket. */
    usedAt: instant.nullable(),
    studentId: z.number().int().nullable(),
  })
  .meta({ id: 'ScanFile' })
export type ScanFile = z.infer<typeof scanFile>

export const scanFilePage = page(scanFile)
export type ScanFilePage = z.infer<typeof scanFilePage>

export const scanBasket = z
  .object({
    owner: z.string(),
    files: z.number().int(),
    bytes: z.number().int(),
    oldestAt: instant,
  })
  .meta({ id: 'ScanBasket' })
export type ScanBasket = z.infer<typeof scanBasket>

export const scanBaskets = z.object({ items: z.array(scanBasket) })
export type ScanBaskets = z.infer<typeof scanBaskets>

export const scanAttachment = z.object({ student: studentKey })
