import type { Text } from '../platform/text.ts'

/** What the process says at its end: scripts branch on these, so they never change. `--help` prints them. */
export const exitCodes = {
  done: 0,
  failure: 1,
  usage: 2,
  fileRefused: 3,
  held: 4,
  notFound: 5,
  refused: 6,
  linesRejected: 7,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, Text>> = {
  done: { fr: 'fait', en: 'done' },
  failure: {
    fr: "échec : l'exécution a échoué, un contrôle a trouvé un défaut, la base est injoignable",
    en: 'failure: the run failed, a check found a fault, the database cannot be reached',
  },
  usage: {
    fr: 'commande, option, valeur ou configuration incorrecte',
    en: 'wrong command, option, value or configuration',
  },
  fileRefused: { fr: "fichier d'import refusé en entier", en: 'import file refused as a whole' },
  held: { fr: "import en attente d'approbation", en: 'import held for approval' },
  notFound: {
    fr: 'batch, exécution, paramètre ou modèle inconnu',
    en: 'unknown batch, run, setting or model',
  },
  refused: {
    fr: 'refusé par une règle : hors service, déjà demandé, programmation impossible, confirmation manquante…',
    en: 'refused by a rule: out of service, already requested, impossible schedule, confirmation missing…',
  },
  linesRejected: {
    fr: 'fichier de commande traité, dont des lignes sont rejetées',
    en: 'command file processed, with lines rejected',
  },
  interrupted: {
    fr: 'interrompu : Ctrl-C, signal, exécution annulée ou interrompue',
    en: 'interrupted: Ctrl-C, signal, run cancelled or interrupted',
  },
}
