import { z } from 'zod'
import { askedDate, askedInstant } from './common.ts'

/** What systems that feed the admissions office say (docs/admissions-api.md). Absent: as it is; null: emptied. */

const code = (longest: number) => z.string().trim().min(1).max(longest)
const text = (longest: number) => z.string().trim().min(1).max(longest)
const orNull = <T extends z.ZodType>(type: T) => type.nullable().optional()
const flag = z.boolean().optional()
const mails = z.array(z.email().max(100)).max(20).optional()
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item).min(1).max(500) })
const days = orNull(z.int().min(0).max(365))
const date = orNull(askedDate)

export const dossierNo = z.string().regex(/^[A-Z0-9]{8}$/, 'eight capitals or digits')

export const centreFeed = list(
  z.strictObject({ code: code(20), label: text(500), bccMails: mails, inService: flag }),
)

export const commissionFeed = list(
  z.strictObject({
    code: code(50),
    centre: code(20).describe('Code of a centre'),
    label: text(500),
    alertMails: mails,
    alertWithdrawal: flag,
    alertMainList: flag,
    mailLetter: flag,
    inService: flag,
  }),
)

export const decisionTypeFeed = list(
  z.strictObject({
    code: code(20),
    label: text(500),
    kind: z
      .enum(['FA', 'DE', 'LC', 'LA', 'PR'])
      .describe('FA favourable, DE unfavourable, LC waiting list, LA waiting, PR preselection'),
    poursOpi: flag,
    final: flag,
    inService: flag,
    mail: orNull(code(30)).describe('Code of a mail template'),
  }),
)

export const attachmentModelFeed = list(
  z.strictObject({
    code: code(20),
    label: text(500),
    sisCode: orNull(code(5)),
    shared: flag,
    inService: flag,
  }),
)

export const formationFeed = list(
  z.strictObject({
    code: code(50),
    label: text(500),
    commission: code(50).describe('Code of a commission'),
    inService: flag,
    waitingList: flag,
    demat: flag,
    stageCode: orNull(text(20)),
    stageVersion: orNull(z.string().regex(/^\d{1,3}$/)),
    diplomaCode: orNull(text(20)),
    diplomaVersion: orNull(text(20)),
    cgeCode: orNull(text(50)),
    pegaseCode: orNull(text(50)),
    analysisOn: date,
    confirmBy: date,
    confirmDays: days,
    depositFrom: date,
    depositTo: date,
    returnBy: date,
    publishOn: date,
    juryOn: date,
    confirmByWl: date,
    confirmDaysWl: days,
    favourableType: orNull(code(20)).describe('Code of the decision type of whoever is promoted'),
    attachments: z.array(code(20)).max(50).optional().describe('Codes of attachment models'),
    forms: z.array(code(20)).max(50).optional().describe('Codes of forms'),
  }),
)

const address = z.strictObject({
  line1: orNull(text(38)),
  line2: orNull(text(38)),
  line3: orNull(text(38)),
  postcode: orNull(text(10)),
  commune: orNull(code(50)),
  foreignCity: orNull(text(100)),
  country: orNull(code(50)),
})

const bac = z.strictObject({
  code: code(50),
  year: orNull(z.int().min(1900).max(2999)),
  dept: orNull(code(50)),
  commune: orNull(code(50)),
  establishment: orNull(code(50)),
  mention: orNull(code(50)),
  specialities: z.array(code(50)).max(3).optional(),
  options: z.array(code(50)).max(4).optional(),
})

const candidate = z.strictObject({
  civility: orNull(z.enum(['M.', 'Mme'])),
  sex: orNull(z.enum(['M', 'F'])),
  birthName: text(100).optional(),
  usualName: orNull(text(100)),
  firstName: text(100).optional(),
  otherFirstName: orNull(text(100)),
  bornOn: askedDate.optional(),
  birthCountry: orNull(code(50)),
  birthDept: orNull(code(50)),
  birthCommune: orNull(code(50)),
  birthCity: orNull(text(100)),
  nationality: orNull(code(50)),
  ine: orNull(text(10)),
  ineKey: orNull(text(2)),
  phone: orNull(text(20)),
  mobile: orNull(text(20)),
  language: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
    .optional(),
  regime: orNull(code(50)),
  status: orNull(code(50)),
  address: address.optional(),
  bac: bac.optional(),
})

export const personFeed = list(
  z.strictObject({
    dossierNo: orNull(dossierNo).describe('Absent: the account of this mail and name, else a new number'),
    campaign: orNull(code(20)).describe('Code; absent: the campaign in service'),
    lastName: text(100),
    firstName: text(100),
    mail: z.email().max(100),
    login: orNull(text(30)),
    studentNo: orNull(text(30)),
    validated: flag,
    candidate: candidate.optional(),
  }),
)

export const applicationFeed = list(
  z.strictObject({
    dossierNo,
    formation: code(50),
    treatment: z.enum(['AD', 'AC', 'AT']).optional(),
    treatmentValidated: flag,
    status: z.enum(['AT', 'RE', 'IN', 'CO']).optional(),
    cancelledAt: orNull(askedInstant),
    newConfirmBy: date,
    newReturnBy: date,
    exemption: orNull(code(50)),
    amount: orNull(z.number().min(0).max(9_999_999_999).multipleOf(0.01)),
    regime: orNull(code(50)),
  }),
)

export const decisionFeed = list(
  z.strictObject({
    reference: text(200).describe('What the system that took it calls it'),
    dossierNo,
    formation: code(50),
    type: code(20).describe('Code of a decision type'),
    validated: flag,
    validatedAt: askedInstant.optional(),
    rank: orNull(z.int().min(1).max(1_000_000)),
    comment: orNull(z.string().trim().max(1000)),
  }),
)

const attachmentKey = {
  dossierNo,
  formation: code(50),
  model: code(20).describe('Code of an attachment model'),
}
const attachmentStatus = z.enum(['TR', 'VA', 'RE', 'AT', 'NC']).optional()
export const attachmentFeed = list(
  z.strictObject({
    ...attachmentKey,
    status: attachmentStatus,
    comment: orNull(z.string().trim().max(500)),
    fileId: orNull(z.int().positive()).describe('A stored file; null: none'),
  }),
)

export const attachmentFileQuery = z.object({ ...attachmentKey, status: attachmentStatus })
export const attachmentFileAnswer = z.object({
  outcome: z.enum(['created', 'updated', 'unchanged']),
  fileId: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string(),
})

/** One record each, in the order of the request. `key`: code, dossier number or reference: numbers given stand here. */
export const admissionsFeedAnswer = z
  .object({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.number().int(),
    items: z.array(
      z.object({
        outcome: z.enum(['created', 'updated', 'unchanged', 'rejected']),
        id: z.number().int().nullable(),
        key: z.string().nullable(),
        path: z.string().nullable(),
        message: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AdmissionsFeedAnswer' })
export type AdmissionsFeedAnswer = z.infer<typeof admissionsFeedAnswer>
