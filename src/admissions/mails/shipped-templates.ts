// biome-ignore-all lint/suspicious/noTemplateCurlyInString: marks of the mail templates
import type { Text } from '../../platform/text.ts'
import type { TemplateWords } from './mail-template.ts'
import { applicationVariables, decisionVariables } from './mail-values.ts'

/** A template that the program comes with (admissions.md 5.6); the establishment may give it other words, and take these back. */
export interface ShippedTemplate {
  readonly code: string
  readonly label: Text
  /** Which variables stand for something in it. */
  readonly variables: Readonly<Record<string, Text>>
  readonly fr: TemplateWords
  readonly en: TemplateWords
}

export const withdrawalTemplate = 'CANDIDATURE_DESIST_AUTO'
export const reminderTemplate = 'CANDIDATURE_RELANCE_FAVO'
export const promotionAlertTemplate = 'COMMISSION_ALERT_LISTE_PRINC'
export const withdrawalAlertTemplate = 'COMMISSION_ALERT_DESISTEMENT'
export const opiCodeTemplate = 'CANDIDATURE_MODIF_COD_OPI'

const { echeance } = decisionVariables

const greetingFr = 'Bonjour ${candidat.prenom} ${candidat.nom},'
const greetingEn = 'Dear ${candidat.prenom} ${candidat.nom},'
const footFr = 'Dossier ${dossier} – ${campagne.libelle}'
const footEn = 'Dossier ${dossier} – ${campagne.libelle}'

/** Letters of the same frame: greeting, paragraphs, dossier. */
function letter(subject: string, paragraphs: readonly string[], language: 'fr' | 'en'): TemplateWords {
  const frame = language === 'fr' ? [greetingFr, footFr] : [greetingEn, footEn]
  return { subject, body: [frame[0], ...paragraphs, frame[1]].join('\n\n') }
}

const deadlineFr = `\${if:echeance}Vous avez jusqu’au \${echeance} inclus pour donner votre réponse dans votre espace candidat. Sans réponse à cette date, vous serez considéré comme ayant renoncé à cette formation, et la place sera proposée à un autre candidat.\${endif}`
const deadlineEn = `\${if:echeance}You have until \${echeance}, that day included, to answer in your candidate space. Without an answer by then, you will be taken to have given up this course, and the place will be offered to another candidate.\${endif}`
const commentFr = '${if:decision.commentaire}Précision de la commission :\n${decision.commentaire}${endif}'
const commentEn = '${if:decision.commentaire}The commission adds:\n${decision.commentaire}${endif}'

function decision(code: string, label: Text, fr: TemplateWords, en: TemplateWords): ShippedTemplate {
  return { code, label, variables: decisionVariables, fr, en }
}

export const shippedTemplates: readonly ShippedTemplate[] = [
  {
    code: withdrawalTemplate,
    label: { fr: 'Désistement automatique', en: 'Automatic withdrawal' },
    variables: { ...applicationVariables, echeance },
    fr: letter(
      'Votre candidature en ${formation.libelle} : désistement',
      [
        'Vous aviez reçu un avis favorable pour la formation ${formation.libelle}. Nous n’avons pas reçu votre réponse${if:echeance} avant la date limite du ${echeance}${endif}.',
        'Votre candidature à cette formation est donc considérée comme un désistement. Vos autres candidatures ne changent pas.',
      ],
      'fr',
    ),
    en: letter(
      'Your application to ${formation.libelle}: withdrawn',
      [
        'You had been admitted to ${formation.libelle}. We have not received your answer${if:echeance} by the last day, ${echeance}${endif}.',
        'Your application to this course is therefore withdrawn. Your other applications stay as they are.',
      ],
      'en',
    ),
  },
  {
    code: reminderTemplate,
    label: { fr: 'Relance d’un avis favorable', en: 'Reminder of an admission' },
    variables: { ...applicationVariables, echeance },
    fr: letter(
      'Votre réponse est attendue : ${formation.libelle}',
      [
        'Vous avez reçu un avis favorable pour la formation ${formation.libelle}, et vous n’avez pas encore répondu.',
        deadlineFr,
      ],
      'fr',
    ),
    en: letter(
      'Your answer is awaited: ${formation.libelle}',
      ['You have been admitted to ${formation.libelle}, and you have not answered yet.', deadlineEn],
      'en',
    ),
  },
  {
    code: promotionAlertTemplate,
    label: {
      fr: 'Commission : passage en liste principale',
      en: 'Commission: somebody of the waiting list is admitted',
    },
    variables: { ...applicationVariables, echeance, rang: decisionVariables.rang },
    fr: {
      subject: 'Liste complémentaire : dossier ${dossier} admis en ${formation.libelle}',
      body: [
        'Bonjour,',
        'Une place s’est libérée dans la formation ${formation.libelle} (${formation.code}) : le dossier ${dossier}${if:rang}, rang ${rang} de la liste complémentaire${endif}, ${candidat.prenom} ${candidat.nom}, passe en liste principale.',
        '${if:echeance}Le candidat a jusqu’au ${echeance} pour répondre.${endif}',
        '${commission.libelle} – ${campagne.libelle}',
      ].join('\n\n'),
    },
    en: {
      subject: 'Waiting list: dossier ${dossier} admitted to ${formation.libelle}',
      body: [
        'Hello,',
        'A place has become free in ${formation.libelle} (${formation.code}): dossier ${dossier}${if:rang}, rank ${rang} of the waiting list${endif}, ${candidat.prenom} ${candidat.nom}, is now admitted.',
        '${if:echeance}The candidate has until ${echeance} to answer.${endif}',
        '${commission.libelle} – ${campagne.libelle}',
      ].join('\n\n'),
    },
  },
  {
    code: withdrawalAlertTemplate,
    label: {
      fr: 'Commission : désistement d’un candidat',
      en: 'Commission: a candidate gives a place up',
    },
    variables: applicationVariables,
    fr: {
      subject: 'Désistement : dossier ${dossier}, ${formation.libelle}',
      body: [
        'Bonjour,',
        'Le dossier ${dossier}, ${candidat.prenom} ${candidat.nom}, renonce à la formation ${formation.libelle} (${formation.code}).',
        '${commission.libelle} – ${campagne.libelle}',
      ].join('\n\n'),
    },
    en: {
      subject: 'Withdrawal: dossier ${dossier}, ${formation.libelle}',
      body: [
        'Hello,',
        'Dossier ${dossier}, ${candidat.prenom} ${candidat.nom}, gives up ${formation.libelle} (${formation.code}).',
        '${commission.libelle} – ${campagne.libelle}',
      ].join('\n\n'),
    },
  },
  {
    code: opiCodeTemplate,
    label: {
      fr: 'Changement de code de préinscription (OPI)',
      en: 'Change of the pre-registration code (OPI)',
    },
    variables: {
      ...applicationVariables,
      newCodeOpi: { fr: 'Nouveau code de préinscription (OPI)', en: 'New pre-registration code (OPI)' },
      formationsOpi: {
        fr: 'Formations que ce code permet de rejoindre, une par ligne',
        en: 'Courses that this code opens, one a line',
      },
    },
    fr: letter(
      'Votre code de préinscription a changé',
      [
        'Pour vous inscrire, utilisez désormais ce code : ${newCodeOpi}. L’ancien ne sert plus.',
        '${if:formationsOpi}Il vaut pour :\n${formationsOpi}${endif}',
      ],
      'fr',
    ),
    en: letter(
      'Your pre-registration code has changed',
      [
        'To enrol, now use this code: ${newCodeOpi}. The former one is void.',
        '${if:formationsOpi}It is for:\n${formationsOpi}${endif}',
      ],
      'en',
    ),
  },
  decision(
    'DECISION_FAVORABLE',
    { fr: 'Décision favorable', en: 'Favourable decision' },
    letter(
      'Avis favorable : ${formation.libelle}',
      [
        '${if:promotion}Une place s’est libérée et vous étiez en liste complémentaire : ${endif}la commission « ${commission.libelle} » vous admet dans la formation ${formation.libelle}.',
        commentFr,
        deadlineFr,
      ],
      'fr',
    ),
    letter(
      'Admitted: ${formation.libelle}',
      [
        '${if:promotion}A place has become free and you were on the waiting list: ${endif}the commission “${commission.libelle}” admits you to ${formation.libelle}.',
        commentEn,
        deadlineEn,
      ],
      'en',
    ),
  ),
  decision(
    'DECISION_LISTE_COMP',
    { fr: 'Décision : liste complémentaire', en: 'Decision: waiting list' },
    letter(
      'Liste complémentaire : ${formation.libelle}',
      [
        'La commission « ${commission.libelle} » vous place en liste complémentaire de la formation ${formation.libelle}${if:rang}, au rang ${rang}${endif}. Si une place se libère pour vous, vous recevrez un courriel.',
        commentFr,
      ],
      'fr',
    ),
    letter(
      'Waiting list: ${formation.libelle}',
      [
        'The commission “${commission.libelle}” has put you on the waiting list of ${formation.libelle}${if:rang}, at rank ${rang}${endif}. Should a place become free for you, you will get a mail.',
        commentEn,
      ],
      'en',
    ),
  ),
  decision(
    'DECISION_DEFAVORABLE',
    { fr: 'Décision défavorable', en: 'Unfavourable decision' },
    letter(
      'Votre candidature en ${formation.libelle}',
      [
        'La commission « ${commission.libelle} » n’a pas retenu votre candidature à la formation ${formation.libelle}.',
        commentFr,
      ],
      'fr',
    ),
    letter(
      'Your application to ${formation.libelle}',
      [
        'The commission “${commission.libelle}” has not retained your application to ${formation.libelle}.',
        commentEn,
      ],
      'en',
    ),
  ),
  decision(
    'DECISION_PRESELECTION',
    { fr: 'Décision : présélection', en: 'Decision: preselection' },
    letter(
      'Présélection : ${formation.libelle}',
      [
        'La commission « ${commission.libelle} » vous a présélectionné pour la formation ${formation.libelle}.',
        commentFr,
      ],
      'fr',
    ),
    letter(
      'Preselected: ${formation.libelle}',
      ['The commission “${commission.libelle}” has preselected you for ${formation.libelle}.', commentEn],
      'en',
    ),
  ),
]

const byCode = new Map(shippedTemplates.map((template) => [template.code, template]))

/** Null: the establishment's own. */
export function shippedTemplate(code: string): ShippedTemplate | null {
  return byCode.get(code) ?? null
}

/** What stands for something in the template of this code; one of the establishment's own is about a decision. */
export function variablesOf(code: string): Readonly<Record<string, Text>> {
  return byCode.get(code)?.variables ?? decisionVariables
}
