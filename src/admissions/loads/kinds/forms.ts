import { fedKind } from '../../../exchange/loads/load-kind.ts'
import { flagRule, inService, needed, optional } from '../columns.ts'
import { type FormRecord, feedForms } from '../feeders/forms.ts'

/** Forms filled in LimeSurvey; their answers come by BATCH_SYNC_LIMESURVEY. */
export const forms = fedKind({
  code: 'formulaires',
  label: { fr: 'Formulaires', en: 'Forms' },
  entity: 'formulaire',
  columns: [
    needed('CODE', 'code', ['20 caractères au plus', 'At most 20 characters'], 'PROJET'),
    needed(
      'LIBELLE',
      'label',
      ['Ce que le candidat lit', 'What the candidate reads'],
      'Projet professionnel',
    ),
    needed(
      'ENQUETE',
      'surveyId',
      ['Numéro de l’enquête LimeSurvey', 'Number of the LimeSurvey survey'],
      '990001',
    ),
    optional(
      'ADRESSE',
      'url',
      ['Adresse de l’enquête', 'Address of the survey'],
      'https://enquetes.example.org/990001',
    ),
    optional(
      'COMMUN',
      'shared',
      ['O ou N : rempli une fois pour toutes les formations', 'O or N: filled once for all formations'],
      'O',
    ),
    optional('CONDITIONNEL', 'conditional', flagRule, 'N'),
    optional('CENTRE', 'centre', ['Code d’un centre ; vide : tous', 'Code of a centre; empty: all']),
    inService,
  ],
  check(fields): FormRecord {
    fields.needed('ENQUETE')
    return {
      code: fields.needed('CODE', 20),
      label: fields.needed('LIBELLE', 500),
      surveyId: fields.number('ENQUETE', 1, 999_999_999) ?? 0,
      url: fields.formed('ADRESSE', /^https?:\/\/\S{1,400}$/, web),
      shared: fields.yesOrNo('COMMUN') ?? undefined,
      conditional: fields.yesOrNo('CONDITIONNEL') ?? undefined,
      centre: fields.text('CENTRE', 20),
      inService: fields.yesOrNo('EN_SERVICE') ?? undefined,
    }
  },
  feed: feedForms,
})

const web = { fr: 'une adresse https://…', en: 'an address https://…' }
