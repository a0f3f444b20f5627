import { z } from 'zod'

/** How a feeding system names a student: one of these, or several that agree. */
export const studentKey = z
  .object({
    ine: z.string().max(30).optional().describe('INE, with or without its key character; former ones count'),
    studentCode: z.string().max(50).optional().describe('Code of the registry, with `establishment`'),
    establishment: z.string().max(50).optional().describe('Code (UAI) of an establishment of the student'),
    login: z.string().max(100).optional(),
    studentId: z.number().int().positive().optional(),
  })
  .meta({ id: 'StudentKey' })

export const studentSearchQuery = z.object({ search: z.string().trim().min(2).max(100) })

/** What a picker shows. */
export const pickedStudent = z
  .object({
    id: z.number().int(),
    ine: z.string().nullable(),
    studentCode: z.string().nullable(),
    familyName: z.string(),
    usageName: z.string().nullable(),
    firstName: z.string(),
    birthDate: z.iso.date(),
  })
  .meta({ id: 'PickedStudent' })
export type PickedStudent = z.infer<typeof pickedStudent>

export const pickedStudents = z.object({ items: z.array(pickedStudent) })
export type PickedStudents = z.infer<typeof pickedStudents>
