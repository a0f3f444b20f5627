import type { DropFile, DropState, PastPull } from '../../exchange/drop/drop-state.ts'
import { outcomeMessages } from '../../exchange/drop/pull-report.ts'
import { alarmWords } from '../../learning/drop/alarm-letter.ts'
import { learningDropState } from '../../learning/drop/drop-place.ts'
import { readTakers } from '../../learning/files/takers.ts'
import type { Text } from '../../platform/text.ts'
import type { DropState as DropAnswer, ToolList } from '../schemas/learning.ts'
import type { ApiServices } from '../services.ts'
import { may, type Visitor } from '../visitor.ts'
import { learningSettingAnswers } from './tool-answer.ts'

function dropState({ installation, engine }: ApiServices): Promise<DropState> {
  const { database, settings, place } = installation
  return learningDropState({ database, settings, place, clock: engine.clock })
}

/** The drop directory as it lies there, with its past. */
export async function dropAnswer(services: ApiServices, visitor: Visitor): Promise<DropAnswer> {
  const [state, takers, settings] = await Promise.all([
    dropState(services),
    readTakers(services.installation.settings),
    learningSettingAnswers(services, visitor, (key) => key.startsWith('learning.drop.')),
  ])
  return {
    directory: state.directory,
    exists: state.exists,
    writable: state.writable,
    locks: state.locks.map(({ name, since, text, owner, stale }) => ({
      name,
      since,
      owner: owner === null ? text : `${owner.host}, ${owner.pid}`,
      tooOld: stale,
      alarmSentAt: alarmOf(state, name)?.alarmSentAt ?? null,
    })),
    waiting: state.files.map((file) => ({
      name: file.name,
      bytes: file.bytes,
      modifiedAt: file.modifiedAt,
      why: whyOf(file),
      text: file.text,
      takenBy: takers(file.name),
    })),
    quarantined: state.quarantine.map(({ name, bytes, since, reason }) => ({
      name,
      bytes,
      at: since,
      reason: reason ?? '',
    })),
    pulls: state.pulls.map((pull) => ({
      at: pull.startedAt,
      // A pull is part of whatever run comes first.
      runId: null,
      taken: (pull.detail.taken ?? []).map(({ name }) => name),
      left: pull.waiting,
      quarantined: pull.quarantined,
      blocked: blockedBy(pull),
    })),
    alarms: state.alarms.map((alarm) => ({
      at: alarm.alarmSentAt ?? alarm.firstSeenAt,
      text: capital(alarmWords(alarm).subject),
      solvedAt: alarm.solvedAt,
    })),
    settings,
    actions: {
      pull: may(visitor, 'operator', 'learning'),
      configure: may(visitor, 'administrator', 'learning'),
    },
  }
}

/** What the synthesis of the tools says of it. */
export async function dropSummary(services: ApiServices): Promise<ToolList['drop']> {
  const { files, quarantine, locks, alarms } = await dropState(services)
  const left: readonly DropFile['why'][] = ['hidden', 'directory', 'link', 'other']
  return {
    waiting: files.filter(({ why }) => !left.includes(why)).length,
    quarantined: quarantine.length,
    alarm: locks.some(({ stale }) => stale) || alarms.some(({ solvedAt }) => solvedAt === null),
  }
}

function alarmOf({ alarms }: DropState, lock: DropState['locks'][number]['name']) {
  const kind = lock === 'lock.txt' ? 'lock' : 'alock'
  return alarms.find((alarm) => alarm.kind === kind && alarm.solvedAt === null)
}

function whyOf({ name, why }: DropFile): DropAnswer['waiting'][number]['why'] {
  switch (why) {
    case null:
      return 'next-pull'
    case 'fresh':
    case 'changing':
    case 'future':
    case 'claimed':
      return 'growing'
    case 'agent':
    case 'stopped':
      return 'locked'
    case 'hidden':
      return name.startsWith('_') ? 'omitted' : 'hidden'
    case 'unfinished':
      return 'partial-name'
    case 'no-marker':
    case 'old-marker':
      return 'no-done-marker'
    default:
      return why
  }
}

function blockedBy({ outcome }: PastPull): Text | null {
  if (outcome === 'pulled' || outcome === 'under-way') return null
  return capital(outcomeMessages[outcome])
}

function capital({ fr, en }: Text): Text {
  const first = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  return { fr: first(fr), en: first(en) }
}
