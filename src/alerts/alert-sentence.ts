import { Temporal } from 'temporal-polyfill'
import { formatDuration } from '../batch/schedule/duration.ts'
import { formatDateTime } from '../batch/schedule/run-line.ts'
import type { Locale, Text } from '../platform/text.ts'
import type { Alert } from './alert.ts'
import { frenchSpacing } from './french-spacing.ts'

/** What an alert says, in one sentence of each language: codes, figures and instants, nothing of the run's own words. */
export function alertSentence(alert: Alert, zone: string): Text {
  return { fr: frenchSpacing(french(alert, zone)), en: english(alert, zone) }
}

function french(alert: Alert, zone: string): string {
  const { facts, runId, state } = alert
  const batch = `${alert.batchCode} (${alert.label.fr})`
  switch (alert.kind) {
    case 'failed':
      return `L’exécution ${runId} de ${batch} a échoué.`
    case 'interrupted':
      return facts.retriedBy === undefined
        ? `L’exécution ${runId} de ${batch} a été interrompue.`
        : `L’exécution ${runId} de ${batch} a été interrompue ; l’exécution ${facts.retriedBy} la reprend.`
    case 'held':
      return `Le fichier de l’exécution ${runId} de ${batch} attend une approbation : rien n’en est appliqué${heldFigures(alert, 'fr')}.`
    case 'missed': {
      const { missed = 1, from, to } = facts
      if (missed > 1 && from !== undefined && to !== undefined)
        return `${batch} n’est pas parti : ${missed} départs manqués, du ${time(from, zone)} au ${time(to, zone)}.`
      const due = dueTime(alert, zone)
      return alert.runId === null
        ? `${batch} n’est pas parti : prévu le ${due}, aucun nœud ne l’a lancé.`
        : `${batch} n’est pas parti : prévu le ${due}.`
    }
    case 'slow': {
      const [seconds, usual] = durations(alert)
      return state === 'running'
        ? `L’exécution ${runId} de ${batch} dure depuis ${seconds} ; d’habitude ${usual}.`
        : `L’exécution ${runId} de ${batch} a duré ${seconds} ; d’habitude ${usual}.`
    }
  }
}

function english(alert: Alert, zone: string): string {
  const { facts, runId, state } = alert
  const batch = `${alert.batchCode} (${alert.label.en})`
  switch (alert.kind) {
    case 'failed':
      return `Run ${runId} of ${batch} failed.`
    case 'interrupted':
      return facts.retriedBy === undefined
        ? `Run ${runId} of ${batch} was interrupted.`
        : `Run ${runId} of ${batch} was interrupted; run ${facts.retriedBy} takes it up again.`
    case 'held':
      return `The file of run ${runId} of ${batch} waits for an approval: nothing of it is applied${heldFigures(alert, 'en')}.`
    case 'missed': {
      const { missed = 1, from, to } = facts
      if (missed > 1 && from !== undefined && to !== undefined)
        return `${batch} did not start: ${missed} starts missed, from ${time(from, zone)} to ${time(to, zone)}.`
      const due = dueTime(alert, zone)
      return alert.runId === null
        ? `${batch} did not start: due ${due}, no node launched it.`
        : `${batch} did not start: due ${due}.`
    }
    case 'slow': {
      const [seconds, usual] = durations(alert)
      return state === 'running'
        ? `Run ${runId} of ${batch} has lasted ${seconds} so far; usually ${usual}.`
        : `Run ${runId} of ${batch} lasted ${seconds}; usually ${usual}.`
    }
  }
}

function heldFigures({ facts: { lines, rejected } }: Alert, locale: Locale): string {
  if (lines === undefined || rejected === undefined) return ''
  return locale === 'fr'
    ? ` (lignes : ${lines}, rejetées : ${rejected})`
    : ` (lines: ${lines}, rejected: ${rejected})`
}

function dueTime({ facts, dueAt, at }: Alert, zone: string): string {
  return facts.from === undefined ? formatDateTime(dueAt ?? at, zone) : time(facts.from, zone)
}

function durations({ facts: { seconds = 0, medianSeconds = 0 } }: Alert): [seconds: string, usual: string] {
  return [formatDuration(Math.floor(seconds)), formatDuration(Math.floor(medianSeconds))]
}

function time(iso: string, zone: string): string {
  return formatDateTime(Temporal.Instant.from(iso), zone)
}
