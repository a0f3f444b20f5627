import type { LineMessage } from './verdict.ts'

/** What the frame itself has to say of a line or a file, whatever the tool. */

/** `words`: of the error, in whatever language it is. */
export function unexpectedError(words: string): LineMessage {
  return {
    severity: 'error',
    code: 'UNEXPECTED',
    text: {
      fr: `Erreur imprévue, ligne non appliquée : ${words}`,
      en: `Unexpected error, line not applied: ${words}`,
    },
  }
}

export function conclusionFailed(words: string): LineMessage {
  return {
    severity: 'error',
    code: 'CONCLUSION_FAILED',
    text: {
      fr: `Les lignes sont appliquées, mais pas ce qui devait les suivre : ${words}`,
      en: `The lines are applied, but not what was to follow them: ${words}`,
    },
  }
}

export function cancelledLine(stopped: 'cancelled' | 'timeout'): LineMessage {
  return {
    severity: 'warning',
    code: 'NOT_PROCESSED',
    text:
      stopped === 'cancelled'
        ? {
            fr: 'Ligne non traitée : l’exécution a été annulée avant elle',
            en: 'Line not processed: the run was cancelled before it',
          }
        : {
            fr: 'Ligne non traitée : la durée maximale était dépassée',
            en: 'Line not processed: the time limit was exceeded',
          },
  }
}

/** Of a line above the header; those below are told by their entries. */
export function oldComment(line: number): LineMessage {
  return {
    severity: 'info',
    code: 'OLD_COMMENT',
    text: {
      fr: `La ligne ${line} est prise pour un commentaire et ignorée`,
      en: `Line ${line} is taken for a comment and skipped`,
    },
  }
}
