import { fedKind } from '../../../exchange/loads/load-kind.ts'
import { feedFormations } from '../../feeding/offer.ts'
import type { FormationRecord } from '../../feeding/records.ts'
import { dateRule, flagRule, inService, needed, optional } from '../columns.ts'

export const formations = fedKind({
  code: 'formations',
  label: { fr: 'Formations', en: 'Formations' },
  entity: 'formation',
  columns: [
    needed('CODE', 'code', ['50 caractères au plus', 'At most 50 characters'], 'F001'),
    needed('LIBELLE', 'label', ['Nom de la formation', 'Name of the formation'], 'Licence 2 d’essai'),
    needed('COMMISSION', 'commission', ['Code d’une commission', 'Code of a commission'], 'C1-1'),
    optional('LISTE_COMPLEMENTAIRE', 'waitingList', flagRule, 'O'),
    optional(
      'DEMATERIALISEE',
      'demat',
      ['O ou N : ses pièces se déposent en ligne', 'O or N: its attachments are sent on line'],
      'O',
    ),
    optional('COD_ETP', 'stageCode', ['Étape dans Apogée', 'Stage in Apogée'], 'ET001'),
    optional(
      'COD_VRS_VET',
      'stageVersion',
      ['Version de l’étape, trois chiffres au plus', 'Version of the stage, at most three digits'],
      '101',
    ),
    optional('COD_DIP', 'diplomaCode', ['Diplôme dans Apogée', 'Diploma in Apogée']),
    optional('COD_VRS_VDI', 'diplomaVersion', ['Version du diplôme', 'Version of the diploma']),
    optional('COD_CGE', 'cgeCode', ['Centre de gestion dans Apogée', 'Management centre in Apogée'], 'CG1'),
    optional('CODE_PEGASE', 'pegaseCode', ['Code dans Pégase', 'Code in Pégase']),
    optional('PREANALYSE', 'analysisOn', dateRule),
    optional(
      'CONFIRMATION',
      'confirmBy',
      ['Date limite de confirmation, JJ/MM/AAAA', 'Confirm by, DD/MM/YYYY'],
      '30/06/2027',
    ),
    optional('CONFIRMATION_JOURS', 'confirmDays', [
      'Ou jours après la validation de la décision, de 0 à 365 ; l’emporte sur la date',
      'Or days after the decision was validated, 0 to 365; counts before the date',
    ]),
    optional('DEPOT_DEBUT', 'depositFrom', dateRule, '01/03/2027'),
    optional('DEPOT_FIN', 'depositTo', dateRule, '30/04/2027'),
    optional('RETOUR', 'returnBy', ['Date de retour des pièces, JJ/MM/AAAA', 'Attachments by, DD/MM/YYYY']),
    optional('PUBLICATION', 'publishOn', dateRule),
    optional('JURY', 'juryOn', dateRule),
    optional('CONFIRMATION_LC', 'confirmByWl', [
      'Date limite de qui est promu de la liste complémentaire, JJ/MM/AAAA',
      'Confirm by, of whoever is promoted from the waiting list, DD/MM/YYYY',
    ]),
    optional(
      'CONFIRMATION_LC_JOURS',
      'confirmDaysWl',
      ['Ou jours après la promotion, de 0 à 365', 'Or days after the promotion, 0 to 365'],
      '7',
    ),
    optional(
      'DECISION_PROMU',
      'favourableType',
      [
        'Code du type de décision de qui est promu de la liste complémentaire',
        'Code of the decision type of whoever is promoted from the waiting list',
      ],
      'ADMIS',
    ),
    optional(
      'PIECES',
      'attachments',
      [
        'Codes des modèles de pièces demandés, séparés par des virgules ; remplace la liste',
        'Codes of the attachment models asked for, separated by commas; replaces the list',
      ],
      'CV,RELEVE',
    ),
    optional('FORMULAIRES', 'forms', [
      'Codes des formulaires demandés, séparés par des virgules ; remplace la liste',
      'Codes of the forms asked for, separated by commas; replaces the list',
    ]),
    inService,
  ],
  check(fields): FormationRecord {
    return {
      code: fields.needed('CODE', 50),
      label: fields.needed('LIBELLE', 500),
      commission: fields.needed('COMMISSION', 50),
      waitingList: fields.yesOrNo('LISTE_COMPLEMENTAIRE') ?? undefined,
      demat: fields.yesOrNo('DEMATERIALISEE') ?? undefined,
      stageCode: fields.text('COD_ETP', 20),
      stageVersion: fields.formed('COD_VRS_VET', /^\d{1,3}$/, digits),
      diplomaCode: fields.text('COD_DIP', 20),
      diplomaVersion: fields.text('COD_VRS_VDI', 20),
      cgeCode: fields.text('COD_CGE', 50),
      pegaseCode: fields.text('CODE_PEGASE', 50),
      analysisOn: fields.date('PREANALYSE'),
      confirmBy: fields.date('CONFIRMATION'),
      confirmDays: fields.number('CONFIRMATION_JOURS', 0, 365),
      depositFrom: fields.date('DEPOT_DEBUT'),
      depositTo: fields.date('DEPOT_FIN'),
      returnBy: fields.date('RETOUR'),
      publishOn: fields.date('PUBLICATION'),
      juryOn: fields.date('JURY'),
      confirmByWl: fields.date('CONFIRMATION_LC'),
      confirmDaysWl: fields.number('CONFIRMATION_LC_JOURS', 0, 365),
      favourableType: fields.text('DECISION_PROMU', 20),
      attachments: fields.list('PIECES', 20),
      forms: fields.list('FORMULAIRES', 20),
      inService: fields.yesOrNo('EN_SERVICE') ?? undefined,
    }
  },
  feed: feedFormations,
})

const digits = { fr: 'un à trois chiffres', en: 'one to three digits' }
