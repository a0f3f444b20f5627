import { Temporal } from 'temporal-polyfill'
import type { Text } from '../platform/text.ts'
import type { RememberedPlan } from './remembered-plan.ts'
import { describeReason } from './run-reason.ts'
import type { RunRecord } from './run-record.ts'
import { nextInstant } from './schedule/next-instant.ts'
import { formatDateTime } from './schedule/run-line.ts'
import { describeSchedule } from './schedule/wording.ts'

/** What is known of a batch around an instant. */
export interface InstantFacts {
  readonly code: string
  readonly at: Temporal.Instant
  readonly now: Temporal.Instant
  readonly zone: string
  /** The run that answers the instant, or the row that says that it was missed or skipped. */
  readonly run: RunRecord | null
  /** The plan in force then; null: the batch had none yet. */
  readonly plan: { readonly plan: RememberedPlan; readonly author: string; readonly at: string | null } | null
  /** Names of the nodes that lived then and looked for what was due. */
  readonly schedulers: readonly string[]
}

export type InstantReason =
  | 'ran'
  | 'skipped'
  | 'future'
  | 'out-of-service'
  | 'not-due'
  | 'nobody-checked'
  | 'before-first-plan'

/** Why an instant has a run or has none, in one word and in one sentence. */
export function explainInstant(facts: InstantFacts): { why: InstantReason; explanation: Text } {
  const { run, plan, code, at, now, zone } = facts
  if (run !== null && run.state !== 'skipped') return { why: 'ran', explanation: ranText(run) }
  if (run !== null) return { why: 'skipped', explanation: skippedText(run, zone) }
  if (Temporal.Instant.compare(at, now) > 0) return { why: 'future', explanation: futureText(facts) }
  if (plan === null)
    return {
      why: 'before-first-plan',
      explanation: {
        fr: `Le batch ${code} n'était pas encore connu de cette installation.`,
        en: `Batch ${code} was not known to this installation yet.`,
      },
    }
  if (!plan.plan.enabled) return { why: 'out-of-service', explanation: outOfServiceText(plan, zone) }
  if (!isDue(plan.plan, at, zone)) return { why: 'not-due', explanation: notDueText(plan.plan) }
  return { why: 'nobody-checked', explanation: unlaunchedText(facts) }
}

function ranText(run: RunRecord): Text {
  return {
    fr: `L'exécution ${run.id} répond à cette échéance.`,
    en: `Run ${run.id} answers this due instant.`,
  }
}

function skippedText(run: RunRecord, zone: string): Text {
  const reason = run.reason === null ? { fr: '', en: '' } : describeReason(run.reason, zone)
  const missed = run.detail?.missed
  if (typeof missed === 'number')
    return {
      fr: `Personne ne vérifiait à ce moment ; l'échéance n'a pas été rattrapée (${reason.fr}).`,
      en: `Nobody was checking at that time; the due instant was not made up for (${reason.en}).`,
    }
  return { fr: `L'échéance a été sautée : ${reason.fr}.`, en: `The due instant was skipped: ${reason.en}.` }
}

function futureText({ plan, at, zone }: InstantFacts): Text {
  if (plan?.plan.enabled && isDue(plan.plan, at, zone))
    return { fr: 'Cette échéance est à venir.', en: 'This due instant is still to come.' }
  return {
    fr: "Cet instant est à venir, et la programmation actuelle n'y prévoit rien.",
    en: 'This instant is still to come, and the present schedule plans nothing for it.',
  }
}

function outOfServiceText(plan: NonNullable<InstantFacts['plan']>, zone: string): Text {
  if (plan.at === null) return { fr: "Le batch n'était pas en service.", en: 'The batch was out of service.' }
  const since = formatDateTime(Temporal.Instant.from(plan.at), zone)
  return {
    fr: `Le batch n'était pas en service (plan enregistré par ${plan.author} le ${since}).`,
    en: `The batch was out of service (plan saved by ${plan.author} on ${since}).`,
  }
}

/** The slots of a frequency depend on when its runs began: without a row, none is known to have been due. */
function isDue({ schedule }: RememberedPlan, at: Temporal.Instant, zone: string): boolean {
  if (schedule.everyMinutes !== null) return false
  const next = nextInstant(schedule, at.subtract({ nanoseconds: 1 }), zone)
  return next !== null && Temporal.Instant.compare(next, at) === 0
}

function notDueText({ schedule }: RememberedPlan): Text {
  const wording = { fr: describeSchedule(schedule, 'fr'), en: describeSchedule(schedule, 'en') }
  if (schedule.everyMinutes !== null)
    return {
      fr: `Aucune exécution n'est due à cet instant précis : une fréquence compte depuis le début de l'exécution précédente (« ${wording.fr} »).`,
      en: `No run is due at this very instant: a frequency counts from the start of the previous run ("${wording.en}").`,
    }
  return {
    fr: `La programmation d'alors n'y prévoyait rien (« ${wording.fr} »).`,
    en: `The schedule of that time planned nothing for it ("${wording.en}").`,
  }
}

/** A due instant is launched within moments; below this it is too early to wonder. */
const momentSeconds = 60

function unlaunchedText({ at, now, schedulers }: InstantFacts): Text {
  if (now.since(at).total('seconds') < momentSeconds)
    return {
      fr: "L'échéance vient de passer : elle va être lancée au prochain contrôle.",
      en: 'The due instant has just passed: the next check will launch it.',
    }
  if (schedulers.length === 0)
    return {
      fr: "Aucun serveur ne vérifiait à ce moment, et l'échéance n'est pas encore notée comme manquée : elle le sera au prochain contrôle.",
      en: 'No server was checking at that time, and the due instant is not recorded as missed yet: the next check will do so.',
    }
  const names = schedulers.join(', ')
  return {
    fr: `L'échéance n'a laissé aucune trace, bien que ${names} ait été en marche : voyez le journal de ce serveur.`,
    en: `The due instant left no trace although ${names} was running: see the log of that server.`,
  }
}
