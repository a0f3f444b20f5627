import type { LineOutcome } from '../line-outcome.ts'

/* The report is in French, for the people of the establishment; the journal has both languages. */

/** Of a line: « rejetée ». */
export const outcomeWords: Readonly<Record<LineOutcome, string>> = {
  created: 'créée',
  updated: 'mise à jour',
  unchanged: 'inchangée',
  partial: 'appliquée en partie',
  deleted: 'supprimée',
  skipped: 'passée',
  rejected: 'rejetée',
}

/** Simulation is said in this one way. */
export const simulationWord = 'SIMULATION'

/** A message as one line of text: what a file puts into it cannot begin another one. */
export function onOneLine(text: string): string {
  return text
    .replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '\ufffd')
    .trim()
}
