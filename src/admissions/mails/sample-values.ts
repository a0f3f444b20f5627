import { applicationValues } from './mail-values.ts'
import type { MailValues } from './template-text.ts'

/** A candidate who does not exist: previews and test mails are about her. */
export function sampleValues(language: string): MailValues {
  return {
    ...applicationValues(
      {
        dossierNo: 'T0000001',
        civility: 'Mme',
        firstName: 'Zoé',
        lastName: 'TESTUN',
        formationCode: 'L1-ESSAI',
        formationLabel: language === 'en' ? 'Sample degree (first year)' : 'Licence d’essai (1re année)',
        commissionLabel: 'Commission de test',
        campaignLabel: 'Campagne 2026',
        deadline: '2026-06-30',
        decisionLabel: 'Admis',
        decisionComment: language === 'en' ? 'Subject to your degree.' : 'Sous réserve de votre diplôme.',
        rank: 3,
        promoted: true,
      },
      language,
    ),
    newCodeOpi: 'EC0000001',
    formationsOpi: 'Licence d’essai (1re année)',
  }
}
