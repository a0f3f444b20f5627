import { z } from 'zod'
import { instant, page, pageQuery, text, version } from './common.ts'

export const duplicateTier = z.enum(['certain', 'probable', 'possible']).meta({ id: 'DuplicateTier' })
export type DuplicateTier = z.infer<typeof duplicateTier>

/** What lists are asked for; a decided pair may also be merged, or no longer found. */
export const listedPairState = z.enum(['new', 'later', 'ignored'])
export type ListedPairState = z.infer<typeof listedPairState>
export const pairState = z.enum([...listedPairState.options, 'merged', 'obsolete'])

export const duplicatePair = z
  .object({
    id: z.number().int(),
    /** The two records. */
    a: z.number().int(),
    b: z.number().int(),
    score: z.number().int(),
    tier: duplicateTier,
    state: pairState,
    /** What the score is made of: code, points, words. */
    reasons: z.array(z.object({ code: z.string(), points: z.number().int(), text })),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
    foundAt: instant,
    version,
  })
  .meta({ id: 'DuplicatePair' })
export type DuplicatePair = z.infer<typeof duplicatePair>

export const duplicateGroup = z
  .object({
    /** The best pair of the group, by which it is asked for. */
    pair: duplicatePair,
    /** How many undecided pairs link its records. */
    pairs: z.number().int(),
    records: z.array(
      z.object({
        id: z.number().int(),
        familyName: z.string(),
        firstName: z.string(),
        birthDate: z.iso.date(),
      }),
    ),
  })
  .meta({ id: 'DuplicateGroup' })
export type DuplicateGroup = z.infer<typeof duplicateGroup>

export const duplicateGroupsQuery = z.object({
  state: listedPairState.default('new'),
  /** Of the group's best pair. */
  tier: duplicateTier.optional(),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^-?\d{1,4}\.\d{1,15}$/)
    .optional(),
  size: z.coerce.number().int().min(1).max(100).default(20),
})

export const duplicateGroupPage = z.object({
  items: z.array(duplicateGroup),
  next: z.string().nullable(),
  /** Pairs, by state and tier. */
  counts: z.array(z.object({ state: listedPairState, tier: duplicateTier, pairs: z.number().int() })),
})
export type DuplicateGroupPage = z.infer<typeof duplicateGroupPage>

export const recordValueName = z
  .enum([
    'ine',
    'studentCode',
    'familyName',
    'usageName',
    'firstName',
    'secondName',
    'thirdName',
    'sex',
    'birthDate',
    'nationality',
    'familySituation',
    'spouseProfession',
    'phone',
    'email',
    'address',
    'familyAddress',
    'familyPhone',
  ])
  .meta({ id: 'RecordValueName' })
export type RecordValueName = z.infer<typeof recordValueName>

/** What hangs on a record. */
export const heldThing = z.enum([
  'enrolments',
  'consultations',
  'appointments',
  'followUps',
  'vaccinations',
  'documents',
  'returnedLetters',
])
export type HeldThing = z.infer<typeof heldThing>

const count = z.number().int()

export const reviewedRecord = z
  .object({
    id: z.number().int(),
    version,
    /** The lines of each value; none: empty. Never the NIR. */
    values: z.record(recordValueName, z.array(z.string())),
    login: z.string().nullable(),
    formerInes: z.array(z.string()),
    enrolments: z.array(
      z.object({
        year: z.number().int(),
        establishment: z.string(),
        component: z.string(),
        diploma: z.string(),
        cursus: z.string().nullable(),
        cursusYear: z.string().nullable(),
      }),
    ),
    holds: z.object({
      enrolments: count,
      consultations: count,
      appointments: count,
      followUps: count,
      vaccinations: count,
      documents: count,
    }),
    lastContact: z.iso.date().nullable(),
    sources: z.array(z.object({ model: z.string(), seenAt: instant })),
    createdAt: instant,
    mergedInto: z.number().int().nullable(),
  })
  .meta({ id: 'ReviewedRecord' })
export type ReviewedRecord = z.infer<typeof reviewedRecord>

export const reviewedGroup = z
  .object({
    pair: duplicatePair,
    /** Every undecided pair of the group, best first; of a decided pair itself alone. */
    pairs: z.array(duplicatePair),
    records: z.array(reviewedRecord),
    /** Values that are not the same in all records. */
    differences: z.array(recordValueName),
  })
  .meta({ id: 'ReviewedGroup' })
export type ReviewedGroup = z.infer<typeof reviewedGroup>

export const pairDecision = z
  .discriminatedUnion('decision', [
    z.object({
      decision: z.literal('ignore'),
      reason: z.string().trim().min(3).max(500),
      version,
    }),
    z.object({ decision: z.literal('later'), version }),
    /** To be reviewed again. */
    z.object({ decision: z.literal('reopen'), version }),
  ])
  .meta({ id: 'PairDecision' })
export type PairDecision = z.infer<typeof pairDecision>

const side = z.enum(['kept', 'absorbed'])
export type RecordSide = z.infer<typeof side>

export const mergeRequest = z.object({
  keptId: z.number().int().positive(),
  absorbedId: z.number().int().positive(),
  /** From which record each value is taken; what is not named: the kept record's, or the other's where that is empty. */
  values: z.partialRecord(recordValueName, side).default({}),
})
export type MergeRequest = z.input<typeof mergeRequest>

export const mergePreview = z
  .object({
    values: z.array(
      z.object({
        name: recordValueName,
        kept: z.array(z.string()),
        absorbed: z.array(z.string()),
        differs: z.boolean(),
        from: side,
      }),
    ),
    moves: z.array(
      z.object({
        thing: heldThing,
        rows: count,
        /** Those of the absorbed record, newest first, fifty at most. */
        list: z.array(
          z.object({
            id: z.number().int().nullable(),
            on: z.iso.date().nullable(),
            label: z.string().nullable(),
          }),
        ),
      }),
    ),
    equalEnrolments: z.array(
      z.object({
        year: z.number().int(),
        establishment: z.string(),
        component: z.string(),
        diploma: z.string(),
        /** Whose stays: the more recent one. */
        stays: side,
      }),
    ),
    newAliases: z.array(z.string()),
    login: z.object({ kept: z.string().nullable(), absorbed: z.string().nullable(), givenUp: z.boolean() }),
    followers: count,
    refusals: z.array(text),
    fingerprint: z.string(),
  })
  .meta({ id: 'MergePreview' })
export type MergePreview = z.infer<typeof mergePreview>

export const newMerge = mergeRequest.extend({
  /** Of the preview: what changed since makes another one, and the merge is refused. */
  fingerprint: z.string().max(64),
  /** Said by a person who compared the two records. */
  samePerson: z.literal(true),
})
export type NewMerge = z.input<typeof newMerge>

export const mergeMade = z.object({ mergeId: z.number().int(), keptId: count, absorbedId: count })
export type MergeMade = z.infer<typeof mergeMade>

export const mergeEntry = z
  .object({
    id: z.number().int(),
    pairId: z.number().int().nullable(),
    keptId: z.number().int(),
    absorbedId: z.number().int(),
    keptName: z.string(),
    absorbedName: z.string(),
    madeAt: instant,
    madeBy: z.string(),
    undoableUntil: instant,
    undoneAt: instant.nullable(),
    undoneBy: z.string().nullable(),
    /** How many rows went from one record to the other. */
    moved: z.array(z.object({ thing: heldThing, rows: count })),
    /** Within its time and not undone: whether it can be undone as things stand, its page says. */
    undoable: z.boolean(),
  })
  .meta({ id: 'MergeEntry' })
export type MergeEntry = z.infer<typeof mergeEntry>

export const mergePageQuery = pageQuery
export const mergePage = page(mergeEntry)
export type MergePage = z.infer<typeof mergePage>

export const mergeDetail = mergeEntry
  .extend({
    /** Why it cannot be undone as things stand; empty: it can. */
    obstacles: z.array(text),
  })
  .meta({ id: 'MergeDetail' })
export type MergeDetail = z.infer<typeof mergeDetail>
