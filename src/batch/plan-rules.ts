import type { Text } from '../platform/text.ts'
import { defaultTimeoutMinutes } from './catalogue.ts'
import type { Batch, CatchUp } from './define-batch.ts'

/** What the engine does with a batch beside its schedule, as sentences for whoever plans it. */
export function planRules(batch: Batch, catchUp: CatchUp): Text[] {
  const rules: Text[] = []
  if (batch.schedule !== null) rules.push(overlapRule(batch), catchUpRule(catchUp))
  if (batch.lastWins !== undefined)
    rules.push({
      fr: `Si plusieurs batches du groupe « ${batch.lastWins} » sont en retard, seul celui dont l'échéance est la dernière est rattrapé.`,
      en: `When several batches of the group "${batch.lastWins}" are late, only the one due last is made up for.`,
    })
  rules.push(timeLimitRule(batch.timeoutMinutes ?? defaultTimeoutMinutes))
  if (batch.resources !== undefined && batch.resources.length > 0) {
    const names = batch.resources.join(', ')
    rules.push({
      fr: `Attend son tour derrière tout batch qui utilise : ${names}.`,
      en: `Takes turns with every batch that uses: ${names}.`,
    })
  }
  if (batch.lane === 'own')
    rules.push({
      fr: "Démarre sans attendre de place, même quand d'autres exécutions les occupent toutes.",
      en: 'Starts without waiting for a place, even when other runs take them all.',
    })
  rules.push(
    batch.rerunSafe === true
      ? {
          fr: 'Interrompu par la mort de son serveur, il est relancé une fois, de lui-même.',
          en: 'Cut short by the death of its server, it is launched once more by itself.',
        }
      : {
          fr: "Interrompu par la mort de son serveur, il n'est pas relancé de lui-même.",
          en: 'Cut short by the death of its server, it is not launched again by itself.',
        },
  )
  if (batch.danger !== undefined)
    rules.push({
      fr: 'Détruit des données : un lancement immédiat demande de taper son code.',
      en: 'Destroys data: an immediate launch asks for its code to be typed.',
    })
  return rules
}

function overlapRule(batch: Batch): Text {
  if (batch.waiting === 'many')
    return {
      fr: 'Une seule exécution à la fois ; les autres demandes attendent leur tour.',
      en: 'One run at a time; the other requests wait their turn.',
    }
  return {
    fr: 'Une seule exécution à la fois, et une seule en attente : une échéance qui en trouve déjà une en attente est notée « SKIPPED ».',
    en: 'One run at a time, and one waiting: a due instant that finds one waiting already is recorded as SKIPPED.',
  }
}

function catchUpRule(catchUp: CatchUp): Text {
  if (catchUp.policy === 'skip')
    return {
      fr: "Manquée pendant un arrêt, une échéance n'est pas rattrapée ; elle est notée dans l'historique.",
      en: 'Missed while everything was down, a due instant is not made up for; it is recorded in the history.',
    }
  const within = { fr: frenchSpan(catchUp.withinMinutes), en: englishSpan(catchUp.withinMinutes) }
  return {
    fr: `Manquée pendant un arrêt, la dernière échéance est rattrapée si elle a moins de ${within.fr}.`,
    en: `Missed while everything was down, the newest due instant is made up for if it is less than ${within.en} old.`,
  }
}

function timeLimitRule(minutes: number): Text {
  return {
    fr: `Arrêté au bout de ${frenchSpan(minutes)}, et alors en erreur.`,
    en: `Stopped after ${englishSpan(minutes)}, and failed then.`,
  }
}

function frenchSpan(minutes: number): string {
  if (minutes % 60 === 0) return `${minutes / 60} heure${minutes >= 120 ? 's' : ''}`
  return `${minutes} minute${minutes >= 2 ? 's' : ''}`
}

function englishSpan(minutes: number): string {
  if (minutes % 60 === 0) return `${minutes / 60} hour${minutes === 60 ? '' : 's'}`
  return `${minutes} minute${minutes === 1 ? '' : 's'}`
}
