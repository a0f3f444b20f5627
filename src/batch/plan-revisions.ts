import type { Queryable } from '../platform/database.ts'
import { refuse } from './batch-refusal.ts'
import type { RememberedPlan } from './remembered-plan.ts'
import { type PlanOptions, type SaveOutcome, savePlan } from './save-plan.ts'

/** One change of a plan: the version that it made, and what stood before and after. */
export interface PlanRevision {
  readonly version: number
  readonly at: string
  readonly author: string
  readonly before: RememberedPlan
  readonly after: RememberedPlan
}

interface RevisionRow {
  version: number
  at: Date
  author: string
  before: RememberedPlan
  after: RememberedPlan
}

const columns = 'version, at, author, before, after'

/** The changes of a batch's plan, newest first, those that made a version below `before`. */
export async function readRevisions(
  db: Queryable,
  code: string,
  page: { readonly before?: number; readonly size?: number } = {},
): Promise<{ revisions: PlanRevision[]; next: number | null }> {
  const size = page.size ?? 15
  const { rows } = await db.query<RevisionRow>(
    `select ${columns} from batch_revision
     where batch_code = $1 and ($2::int is null or version < $2)
     order by id desc limit $3`,
    [code, page.before ?? null, size + 1],
  )
  const revisions = rows.slice(0, size).map(revision)
  return { revisions, next: rows.length > size ? revisions.at(-1)!.version : null }
}

/** The change that made `version`; null when there is none (version 1 was installed, not saved). */
export async function readRevision(
  db: Queryable,
  code: string,
  version: number,
): Promise<PlanRevision | null> {
  const { rows } = await db.query<RevisionRow>(
    `select ${columns} from batch_revision where batch_code = $1 and version = $2`,
    [code, version],
  )
  return rows[0] === undefined ? null : revision(rows[0])
}

/** The newest change made at or before an instant, and the oldest of all. */
export async function readRevisionsAround(
  db: Queryable,
  code: string,
  at: string,
): Promise<{ inForce: PlanRevision | null; first: PlanRevision | null }> {
  const { rows } = await db.query<RevisionRow & { place: string }>(
    `(select 'in force' as place, ${columns} from batch_revision
      where batch_code = $1 and at <= $2 order by id desc limit 1)
     union all
     (select 'first', ${columns} from batch_revision where batch_code = $1 order by id limit 1)`,
    [code, at],
  )
  const find = (place: string) => {
    const row = rows.find((one) => one.place === place)
    return row === undefined ? null : revision(row)
  }
  return { inForce: find('in force'), first: find('first') }
}

function revision(row: RevisionRow): PlanRevision {
  const { version, at, author, before, after } = row
  return { version, at: at.toISOString(), author, before, after }
}

export interface PlanRestoration {
  readonly code: string
  readonly revision: number
  /** The version that the author saw. */
  readonly version: number
  readonly author: string
  readonly address?: string | null
}

/**
 * Saves anew the plan as it stood after the change that made `revision`: schedule, catch-up, parameters and whether
 * the batch was in service. It is a save like any other, refused where the rules refuse it (a date that is past by
 * now), and a revision of its own.
 */
export async function restorePlan(options: PlanOptions, wanted: PlanRestoration): Promise<SaveOutcome> {
  const former = await planOfVersion(options.database.pool, wanted.code, wanted.revision)
  if (former === null)
    return refuse('UNKNOWN_REVISION', {
      fr: `Le batch ${wanted.code} n'a pas de version ${wanted.revision}`,
      en: `Batch ${wanted.code} has no version ${wanted.revision}`,
    })
  const { code, version, author, address = null } = wanted
  const { enabled, schedule, catchUp, parameters } = former
  // A batch that runs on request only has a schedule of its own that nobody may save.
  const planned = options.catalogue.get(code)?.batch.schedule !== null
  return await savePlan(options, {
    code,
    version,
    author,
    address,
    enabled,
    catchUp,
    parameters,
    ...(planned ? { schedule } : {}),
  })
}

/** Version 1 has no change of its own: it is what stood before the first one. */
async function planOfVersion(db: Queryable, code: string, version: number): Promise<RememberedPlan | null> {
  const made = await readRevision(db, code, version)
  return made === null ? ((await readRevision(db, code, version + 1))?.before ?? null) : made.after
}
