import { Temporal } from 'temporal-polyfill'
import { formatDateTime } from '../../batch/schedule/run-line.ts'
import type { DropAlarm } from '../../exchange/drop/drop-alarms.ts'
import { shownName } from '../../exchange/drop/shown-name.ts'
import type { Mail } from '../../platform/mail.ts'
import type { Locale, Text } from '../../platform/text.ts'

/** The mail of an alarm of the drop directory (learning.md 3.4). */
export function alarmLetter(to: string, alarm: DropAlarm, locale: Locale, timeZone: string): Mail {
  const { subject, cause } = alarmWords(alarm)
  const moment = (ms: number) => formatDateTime(Temporal.Instant.fromEpochMilliseconds(ms), timeZone)
  const solved = alarm.phase === 'solved'
  const facts: [Text, string | null][] = [
    [{ fr: 'Répertoire', en: 'Directory' }, alarm.directory],
    [{ fr: 'Fichier', en: 'File' }, shownName(alarm.subject) || null],
    [{ fr: 'Verrou posé par', en: 'Lock set by' }, alarm.owner === null ? null : shownName(alarm.owner)],
    [{ fr: 'Âge du verrou', en: 'Age of the lock' }, alarm.ageSeconds > 0 ? age(alarm.ageSeconds) : null],
    [{ fr: 'Constaté le', en: 'Noticed on' }, moment(alarm.firstSeenMs)],
    [solvedOn, solved ? moment(alarm.nowMs) : null],
  ]
  return {
    to: [to],
    subject: `Nocturne : ${solved ? `${resolved[locale]} ${subject[locale]}` : subject[locale]}`,
    text: [
      solved ? over[locale] : cause[locale],
      '',
      ...facts
        .filter(([, value]) => value !== null)
        .map(([caption, value]) => `${caption[locale]}${locale === 'fr' ? ' :' : ':'} ${value}`),
      '',
    ].join('\n'),
  }
}

const resolved: Text = { fr: 'résolu,', en: 'solved,' }
const solvedOn: Text = { fr: 'Résolu le', en: 'Solved on' }
const over: Text = {
  fr: 'Ce qui était signalé est résolu : la récupération du répertoire de dépôt a repris.',
  en: 'What was reported is solved: the drop directory is being pulled again.',
}

function age(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return `${hours} h ${minutes} min`
}

/** What is wrong, for a subject line, and what comes of it. */
export function alarmWords(alarm: Pick<DropAlarm, 'kind' | 'subject'>): { subject: Text; cause: Text } {
  const { kind } = alarm
  const subject = shownName(alarm.subject)
  switch (kind) {
    case 'alock':
      return {
        subject: { fr: 'verrou d’écriture trop ancien (alock.txt)', en: 'write lock too old (alock.txt)' },
        cause: {
          fr: 'Le verrou alock.txt est là depuis trop longtemps : le système qui dépose les fichiers est probablement en défaut. Rien n’est récupéré tant qu’il est là.',
          en: 'The lock alock.txt has been there for too long: the system that delivers files is probably at fault. Nothing is pulled while it is there.',
        },
      }
    case 'lock':
      return {
        subject: { fr: 'verrou de lecture trop ancien (lock.txt)', en: 'read lock too old (lock.txt)' },
        cause: {
          fr: 'Le verrou lock.txt est là depuis trop longtemps : une récupération a échoué, ou le verrou n’a pas pu être retiré. Il est repris quand son processus est mort, ou au double de l’âge toléré.',
          en: 'The lock lock.txt has been there for too long: a pull failed, or the lock could not be removed. It is taken over when its process is dead, or at twice the tolerated age.',
        },
      }
    case 'not-writable':
      return {
        subject: { fr: 'verrou lock.txt impossible à créer', en: 'lock.txt cannot be created' },
        cause: {
          fr: 'Le verrou lock.txt n’a pas pu être créé : le répertoire de dépôt n’est pas accessible en écriture, ou le disque est plein. Rien n’est récupéré.',
          en: 'lock.txt could not be created: the drop directory is not writable, or the disk is full. Nothing is pulled.',
        },
      }
    case 'not-removable':
      return {
        subject: {
          fr: `fichier impossible à retirer (${subject})`,
          en: `file cannot be removed (${subject})`,
        },
        cause: {
          fr: 'Ce fichier a été pris mais n’a pas pu être retiré du répertoire de dépôt. Il n’est pas pris deux fois ; retirez-le, ou corrigez les droits du répertoire.',
          en: 'This file was taken but could not be removed from the drop directory. It is not taken twice; remove it, or mend the permissions of the directory.',
        },
      }
  }
}
