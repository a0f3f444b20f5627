import { fedKind } from '../../../exchange/loads/load-kind.ts'
import { feedAttachmentModels, feedCentres, feedCommissions, feedDecisionTypes } from '../../feeding/offer.ts'
import type {
  AttachmentModelRecord,
  CentreRecord,
  CommissionRecord,
  DecisionTypeRecord,
} from '../../feeding/records.ts'
import { flagRule, inService, mailsOf, needed, optional } from '../columns.ts'

export const centres = fedKind({
  code: 'centres',
  label: { fr: 'Centres de candidature', en: 'Centres' },
  entity: 'centre',
  columns: [
    needed('CODE', 'code', ['20 caractères au plus', 'At most 20 characters'], 'C1'),
    needed('LIBELLE', 'label', ['Nom du centre', 'Name of the centre'], 'Centre d’essai'),
    optional(
      'MAILS_COPIE',
      'bccMails',
      [
        'Adresses en copie cachée des mails aux candidats, séparées par des virgules',
        'Blind copies of mails to candidates, separated by commas',
      ],
      'centre1@example.org',
    ),
    inService,
  ],
  check: (fields): CentreRecord => ({
    code: fields.needed('CODE', 20),
    label: fields.needed('LIBELLE', 500),
    bccMails: mailsOf(fields, 'MAILS_COPIE'),
    inService: fields.yesOrNo('EN_SERVICE') ?? undefined,
  }),
  feed: feedCentres,
})

export const commissions = fedKind({
  code: 'commissions',
  label: { fr: 'Commissions', en: 'Commissions' },
  entity: 'commission',
  columns: [
    needed('CODE', 'code', ['50 caractères au plus', 'At most 50 characters'], 'C1-1'),
    needed('LIBELLE', 'label', ['Nom de la commission', 'Name of the commission'], 'Commission d’essai'),
    needed('CENTRE', 'centre', ['Code d’un centre', 'Code of a centre'], 'C1'),
    optional(
      'MAILS_ALERTE',
      'alertMails',
      [
        'Adresses prévenues des désistements et des passages en liste principale, séparées par des virgules',
        'Addresses told of withdrawals and promotions, separated by commas',
      ],
      'commission1@example.org',
    ),
    optional('ALERTE_DESISTEMENT', 'alertWithdrawal', flagRule, 'O'),
    optional('ALERTE_LISTE_PRINCIPALE', 'alertMainList', flagRule, 'O'),
    optional(
      'LETTRE',
      'mailLetter',
      ['O ou N : les mails de décision portent une lettre', 'O or N: decision mails carry a letter'],
      'N',
    ),
    inService,
  ],
  check: (fields): CommissionRecord => ({
    code: fields.needed('CODE', 50),
    centre: fields.needed('CENTRE', 20),
    label: fields.needed('LIBELLE', 500),
    alertMails: mailsOf(fields, 'MAILS_ALERTE'),
    alertWithdrawal: fields.yesOrNo('ALERTE_DESISTEMENT') ?? undefined,
    alertMainList: fields.yesOrNo('ALERTE_LISTE_PRINCIPALE') ?? undefined,
    mailLetter: fields.yesOrNo('LETTRE') ?? undefined,
    inService: fields.yesOrNo('EN_SERVICE') ?? undefined,
  }),
  feed: feedCommissions,
})

const kinds = { FA: 'FA', DE: 'DE', LC: 'LC', LA: 'LA', PR: 'PR' } as const

export const decisionTypes = fedKind({
  code: 'types-decision',
  label: { fr: 'Types de décision', en: 'Decision types' },
  entity: 'type de décision',
  columns: [
    needed('CODE', 'code', ['20 caractères au plus', 'At most 20 characters'], 'ADMIS'),
    needed('LIBELLE', 'label', ['Ce que le candidat lit', 'What the candidate reads'], 'Admis'),
    needed(
      'AVIS',
      'kind',
      [
        'FA favorable, DE défavorable, LC liste complémentaire, LA attente, PR présélection',
        'FA favourable, DE unfavourable, LC waiting list, LA waiting, PR preselection',
      ],
      'FA',
    ),
    optional(
      'DEVERSE_OPI',
      'poursOpi',
      [
        'O ou N : une confirmation crée une pré-inscription (OPI)',
        'O or N: a confirmation makes a pre-registration',
      ],
      'O',
    ),
    optional('DEFINITIF', 'final', flagRule, 'O'),
    optional('MAIL', 'mail', ['Code d’un modèle de mail', 'Code of a mail template'], 'DECISION_FAVORABLE'),
    inService,
  ],
  check(fields): DecisionTypeRecord {
    fields.needed('AVIS')
    return {
      code: fields.needed('CODE', 20),
      label: fields.needed('LIBELLE', 500),
      kind: fields.choice('AVIS', kinds) ?? 'FA',
      poursOpi: fields.yesOrNo('DEVERSE_OPI') ?? undefined,
      final: fields.yesOrNo('DEFINITIF') ?? undefined,
      mail: fields.text('MAIL', 30),
      inService: fields.yesOrNo('EN_SERVICE') ?? undefined,
    }
  },
  feed: feedDecisionTypes,
})

export const attachmentModels = fedKind({
  code: 'modeles-pj',
  label: { fr: 'Modèles de pièces justificatives', en: 'Attachment models' },
  entity: 'modèle de pièce',
  columns: [
    needed('CODE', 'code', ['20 caractères au plus', 'At most 20 characters'], 'RELEVE'),
    needed('LIBELLE', 'label', ['Ce que le candidat lit', 'What the candidate reads'], 'Relevé de notes'),
    optional(
      'CODE_SIS',
      'sisCode',
      [
        'Code de la pièce dans le SI Scolarité (COD_TPJ), 5 au plus ; vide : non versée',
        'Code in the information system (COD_TPJ), at most 5; empty: not poured',
      ],
      'RN',
    ),
    optional(
      'COMMUNE',
      'shared',
      ['O ou N : demandée une fois pour toutes les formations', 'O or N: asked once for all formations'],
      'O',
    ),
    inService,
  ],
  check: (fields): AttachmentModelRecord => ({
    code: fields.needed('CODE', 20),
    label: fields.needed('LIBELLE', 500),
    sisCode: fields.text('CODE_SIS', 5),
    shared: fields.yesOrNo('COMMUNE') ?? undefined,
    inService: fields.yesOrNo('EN_SERVICE') ?? undefined,
  }),
  feed: feedAttachmentModels,
})
