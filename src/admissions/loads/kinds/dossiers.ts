import { fedKind } from '../../../exchange/loads/load-kind.ts'
import { feedApplications } from '../../feeding/applications.ts'
import { feedDecisions } from '../../feeding/decisions.ts'
import type { ApplicationRecord, DecisionRecord } from '../../feeding/records.ts'
import { dateRule, dossier, dossierNoOf, flagRule, formation, needed, optional } from '../columns.ts'
import { type AttachmentLine, feedAttachmentLines } from '../feeders/attachment-files.ts'
import { feedOpi, type OpiRecord } from '../feeders/opi.ts'

/** Applications (admissions.md 4.3). The candidate's answer is not loaded: it is given, with all that follows from it. */
export const applications = fedKind({
  code: 'candidatures',
  label: { fr: 'Candidatures', en: 'Applications' },
  entity: 'candidature',
  columns: [
    dossier,
    formation,
    optional(
      'TRAITEMENT',
      'treatment',
      [
        'AD accès direct, AC accès contrôlé, AT en attente',
        'AD direct access, AC controlled access, AT waiting',
      ],
      'AC',
    ),
    optional('TRAITEMENT_VALIDE', 'treatmentValidated', flagRule, 'O'),
    optional(
      'STATUT_DOSSIER',
      'status',
      [
        'AT attendu, RE réceptionné, IN incomplet, CO complet',
        'AT awaited, RE received, IN incomplete, CO complete',
      ],
      'CO',
    ),
    optional('ANNULEE_LE', 'cancelledAt', [
      'Jour de l’abandon, JJ/MM/AAAA',
      'Day it was given up, DD/MM/YYYY',
    ]),
    optional('NOUVELLE_CONFIRMATION', 'newConfirmBy', [
      'Date limite de confirmation de cette candidature seule, JJ/MM/AAAA',
      'Confirm by, of this application alone, DD/MM/YYYY',
    ]),
    optional('NOUVEAU_RETOUR', 'newReturnBy', dateRule),
    optional('EXONERATION', 'exemption', ['Code de la catégorie d’exonération', 'Code of the exemption']),
    optional('MONTANT', 'amount', ['Comme 150 ou 150,50', 'Such as 150 or 150.50']),
    optional('REGIME', 'regime', ['Code du régime', 'Code of the regime']),
  ],
  check(fields): ApplicationRecord {
    return {
      dossierNo: dossierNoOf(fields),
      formation: fields.needed('FORMATION', 50),
      treatment: fields.choice('TRAITEMENT', { AD: 'AD', AC: 'AC', AT: 'AT' } as const) ?? undefined,
      treatmentValidated: fields.yesOrNo('TRAITEMENT_VALIDE') ?? undefined,
      status:
        fields.choice('STATUT_DOSSIER', { AT: 'AT', RE: 'RE', IN: 'IN', CO: 'CO' } as const) ?? undefined,
      cancelledAt: fields.dayBegins('ANNULEE_LE'),
      newConfirmBy: fields.date('NOUVELLE_CONFIRMATION'),
      newReturnBy: fields.date('NOUVEAU_RETOUR'),
      exemption: fields.text('EXONERATION', 50),
      amount: fields.amount('MONTANT'),
      regime: fields.text('REGIME', 50),
    }
  },
  feed: feedApplications,
})

export const decisions = fedKind({
  code: 'decisions',
  label: { fr: 'Décisions', en: 'Decisions' },
  entity: 'décision',
  silent: ['comment'],
  columns: [
    needed(
      'REFERENCE',
      'reference',
      [
        'Ce qui désigne la décision dans le logiciel d’origine',
        'What the decision is called where it comes from',
      ],
      'DEC-0001',
    ),
    dossier,
    formation,
    needed('TYPE', 'type', ['Code d’un type de décision', 'Code of a decision type'], 'ADMIS'),
    optional('VALIDEE', 'validated', flagRule, 'O'),
    optional(
      'VALIDEE_LE',
      'validatedAt',
      ['JJ/MM/AAAA ; vide : le moment du chargement', 'DD/MM/YYYY; empty: the moment of the load'],
      '15/05/2027',
    ),
    optional('RANG', 'rank', ['Dans la liste complémentaire', 'In the waiting list']),
    optional('COMMENTAIRE', 'comment', ['1000 caractères au plus', 'At most 1000 characters']),
  ],
  check(fields): DecisionRecord {
    return {
      reference: fields.needed('REFERENCE', 100),
      dossierNo: dossierNoOf(fields),
      formation: fields.needed('FORMATION', 50),
      type: fields.needed('TYPE', 20),
      validated: fields.yesOrNo('VALIDEE') ?? undefined,
      validatedAt: fields.dayBegins('VALIDEE_LE') ?? undefined,
      rank: fields.number('RANG', 1, 999_999),
      comment: fields.text('COMMENTAIRE', 1000),
    }
  },
  feed: feedDecisions,
})

const statuses = { TR: 'TR', VA: 'VA', RE: 'RE', AT: 'AT', NC: 'NC' } as const

/** Where attachments of applications stand (admissions.md 4.4), and the files that hold them. */
export const attachments = fedKind({
  code: 'pieces',
  label: { fr: 'Pièces des candidatures', en: 'Attachments of applications' },
  entity: 'pièce',
  silent: ['comment'],
  columns: [
    dossier,
    formation,
    needed('PIECE', 'model', ['Code d’un modèle de pièce', 'Code of an attachment model'], 'RELEVE'),
    optional(
      'STATUT',
      'status',
      [
        'TR transmise, VA validée, RE refusée, AT attendue, NC non concernée',
        'TR transmitted, VA validated, RE refused, AT awaited, NC not concerned',
      ],
      'VA',
    ),
    optional('COMMENTAIRE', 'comment', ['500 caractères au plus', 'At most 500 characters']),
    optional('FICHIER', 'file', [
      'Nom d’un fichier déposé dans `admissions/pieces-a-charger` du dossier de données, 20 Mo au plus ; vide : le fichier reste',
      'Name of a file put into `admissions/pieces-a-charger` of the data folder, at most 20 MB; empty: the file stays',
    ]),
  ],
  check(fields): AttachmentLine {
    return {
      dossierNo: dossierNoOf(fields),
      formation: fields.needed('FORMATION', 50),
      model: fields.needed('PIECE', 20),
      status: fields.choice('STATUT', statuses) ?? undefined,
      comment: fields.text('COMMENTAIRE', 500),
      file: fields.text('FICHIER', 100) ?? null,
    }
  },
  feed: feedAttachmentLines,
})

/** Pre-registrations of a campaign taken over from another tool: confirmed applications that are to be poured, or were. */
export const opi = fedKind({
  code: 'opi',
  label: { fr: 'Pré-inscriptions (OPI)', en: 'Pre-registrations (OPI)' },
  entity: 'OPI',
  columns: [
    dossier,
    formation,
    needed('ETAT', 'state', ['A_VERSER ou VERSE', 'A_VERSER (to pour) or VERSE (poured)'], 'A_VERSER'),
    optional('CODE_OPI', 'opiCode', [
      'Code dans le SI Scolarité, nécessaire à VERSE ; 10 au plus',
      'Code in the information system, VERSE needs it; at most 10',
    ]),
    optional('VERSE_LE', 'pouredAt', ['JJ/MM/AAAA, nécessaire à VERSE', 'DD/MM/YYYY, VERSE needs it']),
  ],
  check(fields): OpiRecord {
    fields.needed('ETAT')
    const state = fields.choice('ETAT', { A_VERSER: 'to-pour', VERSE: 'poured' } as const) ?? 'to-pour'
    const poured = state === 'poured'
    if (poured) for (const column of ['CODE_OPI', 'VERSE_LE']) fields.needed(column)
    return {
      dossierNo: dossierNoOf(fields),
      formation: fields.needed('FORMATION', 50),
      state,
      opiCode: poured ? (fields.text('CODE_OPI', 10) ?? null) : null,
      pouredAt: poured ? (fields.dayBegins('VERSE_LE') ?? null) : null,
    }
  },
  feed: feedOpi,
})
