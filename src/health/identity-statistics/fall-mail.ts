import type { Mail } from '../../platform/mail.ts'
import type { YearChange } from './refresh-identity-statistics.ts'

/** Tells whoever follows the statistics that rows are missing. Counts only. */
export function fallMail(to: readonly string[], falls: readonly YearChange[], runId: number): Mail {
  const lines = falls.map(
    ({ year, before, after, merged }) =>
      `- année universitaire ${year}-${year + 1} : ${before} lignes auparavant, ${after} maintenant, dont ${merged} du fait de fusions de dossiers`,
  )
  return {
    to,
    subject: 'Nocturne : baisse inexpliquée des effectifs (MAJ_IDENTITE)',
    text: [
      `La table dont les statistiques sont comptées a perdu plus de 20 % de ses lignes (exécution ${runId}) :`,
      '',
      ...lines,
      '',
      'Cause la plus fréquente : un fichier de scolarité incomplet. Regardez les derniers imports avant d’envoyer des statistiques.',
      '',
    ].join('\n'),
  }
}
