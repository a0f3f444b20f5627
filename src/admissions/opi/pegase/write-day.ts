import type { RunDetail } from '../../../batch/define-batch.ts'
import type { RunContext } from '../../../batch/run-context.ts'
import { RunFailure } from '../../../batch/run-outcome.ts'
import type { ActiveCampaign } from '../../campaigns/active-campaign.ts'
import { opiBatchLimit, opiPrefix } from '../../settings.ts'
import { countWaiting } from '../pouring/select-candidates.ts'
import { type MarkedCandidate, writeIntent, writeMarks } from '../pouring/write-marks.ts'
import { tellAdministrators } from '../tell-administrators.ts'
import { dayFileName, dayKinds } from './day-columns.ts'
import { beginDaySet, DayFilesUnwritable, type DaySet } from './day-set.ts'
import { placeDay } from './place-day.ts'
import { type DayOptions, type DayPlan, type DayRow, planDay } from './plan-day.ts'
import { readDay, selectDay } from './select-day.ts'

/** Candidates planned, and marked, at a time. */
const chunkSize = 200

/** What is kept of a plan until its files are in place: identifiers, no person. */
interface Pending extends MarkedCandidate {
  readonly opiCode: string
}

/**
 * BATCH_ASYNC_OPI with Pégase (admissions.md 3.4, 5.3): writes the files of the day whole under temporary names, reads them
 * again, puts all of them in place together, and only then marks. Until then nothing is marked and no file is replaced; after a
 * crash in between the next run writes the same again.
 */
export async function writeDay(
  context: RunContext<unknown>,
  campaign: ActiveCampaign,
  root: string,
): Promise<RunDetail> {
  const { database, settings, clock, log, place, run } = context
  const today = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDate()
  const day = today.toString()
  const options: DayOptions = {
    prefix: await settings.get(opiPrefix),
    currentYear: today.year,
    day,
    period: campaign.code,
    contestYear: campaign.endOn.slice(0, 4),
  }
  const limit = await settings.get(opiBatchLimit)
  const startedAt = clock.now()
  const waiting = await countWaiting(database.pool, campaign.id, startedAt)
  const chosen = await selectDay(database.pool, { campaignId: campaign.id, day, now: startedAt, limit })
  const due = chosen.filter((candidate) => candidate.due).length
  log.info(
    `campagne ${campaign.code} : ${due} candidats à verser${limit === 0 ? '' : ` (limite ${limit})`}, ` +
      `${chosen.length - due} déjà dans les fichiers du jour, ${waiting.later} OPI attendent leur prochain essai, ` +
      `${waiting.aside} sont en quarantaine`,
  )
  const counts = { ...none, selectionnes: due, en_quarantaine: waiting.aside }
  if (chosen.length === 0 && !(await hasFiles(context, day))) {
    log.info('rien à verser')
    return counts
  }
  let set: DaySet | null = null
  try {
    set = await beginDaySet(root)
    const pending = await writeLines(context, set, { chosen, options, counts })
    const files = await set.finish()
    const { length } = pending
    const suffix = await context.transaction((client) =>
      placeDay(client, set!, files, { root, day, runId: run.id, now: clock.now() }),
    )
    counts.fichiers = suffix === null ? 0 : files.length
    counts.candidats_fichiers = files.find(({ kind }) => kind === 'candidat')!.rows
    log.info(
      suffix === null
        ? 'les fichiers du jour disent déjà tout cela : laissés tels quels'
        : `fichiers en place : ${dayKinds.map((kind) => dayFileName(kind, day, suffix)).join(', ')}`,
    )
    for (let at = 0; at < length; at += chunkSize)
      await mark(context, pending.slice(at, at + chunkSize), day, counts)
  } catch (error) {
    if (!(error instanceof DayFilesUnwritable)) throw error
    const words = `fichiers OPI du jour non écrits : ${error.message}`
    log.error(`${words}. Aucun fichier n'est remplacé, rien n'est noté versé.`)
    throw new RunFailure(words, { ...none, selectionnes: due, en_quarantaine: waiting.aside })
  } finally {
    await set?.abandon()
  }
  log.info(
    `${chosen.length} candidats : ${counts.voeux_verses} vœux versés, ${counts.retraits} retraits, ${counts.erreurs} erreurs`,
  )
  await tellAdministrators(context, campaign)
  counts.en_quarantaine = (await countWaiting(database.pool, campaign.id, clock.now())).aside
  if (counts.erreurs > 0)
    throw new RunFailure(
      `${counts.erreurs} OPI en erreur (${counts.en_erreur} candidats) : la page « OPI » dit pourquoi`,
      counts,
    )
  return counts
}

const none = {
  selectionnes: 0,
  traites: 0,
  ignores: 0,
  en_erreur: 0,
  voeux_verses: 0,
  retraits: 0,
  erreurs: 0,
  en_quarantaine: 0,
  fichiers: 0,
  candidats_fichiers: 0,
  valeurs_nettoyees: 0,
}
type Counts = { -readonly [K in keyof typeof none]: number }

async function hasFiles({ database }: RunContext<unknown>, day: string): Promise<boolean> {
  const { rowCount } = await database.pool.query('select from admissions.opi_file where day = $1 limit 1', [
    day,
  ])
  return rowCount !== 0
}

/** Plans every candidate and writes what the files say of them; what is to be marked once they are in place. */
async function writeLines(
  { transaction, clock, log, signal, progress }: RunContext<unknown>,
  set: DaySet,
  {
    chosen,
    options,
    counts,
  }: {
    readonly chosen: readonly { readonly id: number; readonly due: boolean }[]
    readonly options: DayOptions
    readonly counts: Counts
  },
): Promise<Pending[]> {
  const pending: Pending[] = []
  for (let at = 0; at < chosen.length; at += chunkSize) {
    signal.throwIfAborted()
    const chunk = chosen.slice(at, at + chunkSize)
    const now = clock.now()
    const plans = await transaction(async (client) => {
      const read = await readDay(
        client,
        chunk.map(({ id }) => id),
        now,
      )
      const planned = read.map(({ candidate, rows }) => ({
        candidate,
        rows,
        plan: planDay(candidate, rows, options),
      }))
      await writeIntent(
        client,
        planned.flatMap(({ plan }) => plan.written),
        now,
      )
      return planned
    })
    for (const kind of dayKinds)
      await set.add(
        kind,
        plans.flatMap(({ plan }) => plan.lines[kind]),
      )
    const dueIds = new Set(chunk.filter(({ due }) => due).map(({ id }) => id))
    counts.ignores += dueIds.size
    for (const { candidate, rows, plan } of plans) {
      if (dueIds.has(candidate.candidateId)) {
        counts.ignores--
        counts.traites++
      }
      if (plan.cleaned.length > 0) {
        counts.valeurs_nettoyees += plan.cleaned.length
        log.warn(`dossier ${candidate.dossierNo} : caractères retirés de ${plan.cleaned.join(', ')}`)
      }
      if (plan.marks.size > 0) pending.push(pendingOf(candidate.accountId, rows, plan))
    }
    const done = Math.min(at + chunkSize, chosen.length)
    progress(done, chosen.length)
    log.info(`${done}/${chosen.length} candidats préparés`)
  }
  return pending
}

function pendingOf(accountId: number, rows: readonly DayRow[], plan: DayPlan): Pending {
  const record = { opiCode: plan.opiCode, recordId: null }
  return {
    opiCode: plan.opiCode,
    plan: {
      candidate: { accountId },
      rows: rows
        .filter(({ applicationId }) => plan.marks.has(applicationId))
        .map(({ applicationId, version, attempts, state, opiCode }) => ({
          applicationId,
          version,
          attempts,
          state,
          opiCode,
        })),
      withdrawals: plan.withdrawals,
      adjusted: [],
    },
    marks: new Map(
      [...plan.marks].map(([id, mark]) => [id, mark.kind === 'error' ? mark : { kind: mark.kind, record }]),
    ),
  }
}

async function mark(
  { transaction, run, clock }: RunContext<unknown>,
  marked: readonly Pending[],
  day: string,
  counts: Counts,
): Promise<void> {
  const done = await transaction(async (client) => {
    const written = await writeMarks(client, marked, { author: run.code, runId: run.id, now: clock.now() })
    const ids = marked.flatMap(({ marks }) => [...marks.keys()])
    await client.query(
      `update admissions.opi set file_day = $2
       where application_id = any ($1) and run_id = $3 and state in ('poured', 'withdrawn')`,
      [ids, day, run.id],
    )
    return written
  })
  counts.voeux_verses += done.poured
  counts.retraits += done.withdrawn
  counts.erreurs += done.errors
  const failed = marked.filter(({ marks }) => [...marks.values()].some(({ kind }) => kind === 'error')).length
  counts.en_erreur += failed
  counts.traites = Math.max(0, counts.traites - failed)
}
