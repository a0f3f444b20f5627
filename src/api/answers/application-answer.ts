import {
  type Answer,
  type AnswerOutcome,
  answerApplication,
} from '../../admissions/dossiers/answer-application.ts'
import { type Editor, recordEdit } from '../../admissions/editing.ts'
import { openTemplateBook } from '../../admissions/mails/template-book.ts'
import { pourAtOnce } from '../../admissions/opi/pour-at-once.ts'
import { functionalAdministrators, liveRanks, opiUsed } from '../../admissions/settings.ts'
import { transaction } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { problem } from '../problem.ts'
import type { ApiServices } from '../services.ts'

/** Answers an application and writes it down, or throws the problem that says why it cannot be. */
export async function answeredApplication(
  { installation, engine, log }: Pick<ApiServices, 'installation' | 'engine' | 'log'>,
  answer: Omit<Answer, 'now' | 'timeZone' | 'opiUsed' | 'seat'>,
  editor: Editor,
): Promise<Extract<AnswerOutcome, { ok: true }>> {
  const { database, settings, place } = installation
  const { applicationId, accepted } = answer
  const used = await settings.get(opiUsed)
  const seat = {
    clock: engine.clock,
    templates: openTemplateBook(database.pool, { warn: (message) => log.warn(message) }),
    liveRanks: await settings.get(liveRanks),
    administrators: await settings.get(functionalAdministrators),
  }
  const answered = await transaction(database.pool, async (client) => {
    const outcome = await answerApplication(client, {
      ...answer,
      now: engine.clock.now(),
      timeZone: place.timeZone,
      opiUsed: used,
      seat,
    })
    if (!outcome.ok) throw refusal(outcome)
    if (outcome.changed)
      await recordEdit(client, editor, {
        action: accepted ? 'application-answer.confirmed' : 'application-answer.withdrawn',
        subject: `application:${applicationId}`,
        before: null,
        after: { accepted },
      })
    return outcome
  })
  if (answered.changed && accepted) {
    const { timeZone, connections } = place
    // Afterwards and beside: an answer neither waits for the information system nor fails with it. The batch does the rest.
    void pourAtOnce({ database, settings, clock: engine.clock, timeZone, connections }, applicationId).catch(
      (error: unknown) => log.warn('a confirmed place was not poured at once', { error }),
    )
  }
  return answered
}

function refusal({ reason, deadline }: Extract<AnswerOutcome, { ok: false }>) {
  if (reason === 'unknown') return problem('UNKNOWN_APPLICATION')
  if (reason === 'stale') return problem('STALE_VERSION', { detail: words.stale })
  return problem('ANSWER_REFUSED', { detail: words[reason], more: { reason, deadline } })
}

const words = {
  stale: {
    fr: 'Cette candidature a changé entre-temps : relisez-la avant de répondre.',
    en: 'This application has changed meanwhile: read it again before answering.',
  },
  'campaign-closed': {
    fr: 'La campagne de cette candidature n’est plus en service.',
    en: 'The campaign of this application is no longer in service.',
  },
  cancelled: {
    fr: 'Cette candidature est annulée.',
    en: 'This application is cancelled.',
  },
  'not-favourable': {
    fr: 'Aucun avis favorable validé n’attend de réponse.',
    en: 'No validated favourable decision waits for an answer.',
  },
  withdrawn: {
    fr: 'Le désistement est définitif : la place a pu être proposée à quelqu’un d’autre.',
    en: 'Withdrawing is final: the place may have been offered to somebody else.',
  },
  'deadline-passed': {
    fr: 'La date limite de confirmation est passée.',
    en: 'The deadline for confirming has passed.',
  },
} satisfies Record<string, Text>
