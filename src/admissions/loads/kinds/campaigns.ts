import { fedKind } from '../../../exchange/loads/load-kind.ts'
import { wrongOrder } from '../../../exchange/loads/load-messages.ts'
import { needed, optional } from '../columns.ts'
import { type CampaignRecord, feedCampaigns } from '../feeders/campaigns.ts'

/** Years of admission. One is opened on its screen and by BATCH_ARCHIVAGE, never by a file. */
export const campaigns = fedKind({
  code: 'campagnes',
  label: { fr: 'Campagnes', en: 'Campaigns' },
  entity: 'campagne',
  columns: [
    needed(
      'CODE',
      'code',
      ['Lettres, chiffres, point, tiret ; 20 au plus', 'Letters, digits, dot, dash; at most 20'],
      '2027',
    ),
    needed('LIBELLE', 'label', ['50 caractères au plus', 'At most 50 characters'], 'Admissions 2027'),
    needed('DEBUT', 'startOn', ['Premier jour, JJ/MM/AAAA', 'First day, DD/MM/YYYY'], '01/10/2026'),
    needed('FIN', 'endOn', ['Dernier jour, JJ/MM/AAAA', 'Last day, DD/MM/YYYY'], '30/09/2027'),
    optional(
      'FIN_CANDIDATURES',
      'candidateEndOn',
      [
        'Dernier jour où un candidat peut déposer ; vide : celui de la campagne',
        'Last day on which a candidate may apply; empty: the campaign’s',
      ],
      '30/06/2027',
    ),
  ],
  check(fields): CampaignRecord {
    const code = fields.needed('CODE')
    if (code !== '') fields.formed('CODE', /^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/, codeForm)
    const label = fields.needed('LIBELLE', 50)
    fields.needed('DEBUT')
    fields.needed('FIN')
    const startOn = fields.date('DEBUT') ?? ''
    const endOn = fields.date('FIN') ?? ''
    if (startOn !== '' && endOn !== '' && endOn < startOn) fields.fault(wrongOrder('FIN', 'DEBUT'))
    return { code, label, startOn, endOn, candidateEndOn: fields.date('FIN_CANDIDATURES') }
  },
  feed: feedCampaigns,
})

const codeForm = {
  fr: 'lettres, chiffres, point ou tiret, sans espace',
  en: 'letters, digits, dot or dash, no space',
}
