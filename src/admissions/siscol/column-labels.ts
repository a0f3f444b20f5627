import type { Text } from '../../platform/text.ts'

/** Columns of reference tables as screens name them. */
export const columnLabels: Readonly<Record<string, Text>> = {
  code: { fr: 'Code', en: 'Code' },
  label: { fr: 'Libellé', en: 'Label' },
  short_label: { fr: 'Libellé court', en: 'Short label' },
  valid_from: { fr: 'Valide depuis', en: 'Valid from' },
  valid_to: { fr: 'Valide jusqu’à', en: 'Valid to' },
  ine_check: { fr: 'INE contrôlé', en: 'INE checked' },
  ine_check_year: { fr: 'Année du contrôle', en: 'Year of the check' },
  bac_code: { fr: 'Bac', en: 'Baccalaureate' },
  option_code: { fr: 'Option', en: 'Option' },
  speciality_code: { fr: 'Spécialité', en: 'Speciality' },
  login: { fr: 'Identifiant', en: 'Login' },
  cge_code: { fr: 'Centre de gestion', en: 'Management centre' },
  mail: { fr: 'Adresse électronique', en: 'E-mail address' },
  comment: { fr: 'Commentaire', en: 'Comment' },
  dept_code: { fr: 'Département', en: 'Department' },
  nationality: { fr: 'Nationalité', en: 'Nationality' },
  kind: { fr: 'Type', en: 'Kind' },
  web_label: { fr: 'Libellé web', en: 'Web label' },
  commune_code: { fr: 'Commune', en: 'Municipality' },
  postcode: { fr: 'Code postal', en: 'Postcode' },
  state: { fr: 'État', en: 'State' },
}
