import { defineSetting } from '../../platform/settings.ts'
import { type SiscolMapping, siscolMapping } from './mapping.ts'

export const siscolNames = defineSetting({
  key: 'admissions.siscol.mapping',
  label: {
    fr: 'Noms des vues et colonnes du SI Scolarité, s’ils ne sont pas ceux par défaut (docs/siscol.md)',
    en: 'Names of views and columns of the student information system, where not the default ones (docs/siscol.md)',
  },
  schema: siscolMapping,
  rule: {
    fr: 'Par table : { "view": "…", "columns": { … } }, ou null si le SI ne l’a pas ; tables et colonnes de docs/siscol.md',
    en: 'By table: { "view": "…", "columns": { … } }, or null if the system lacks it; tables and columns of docs/siscol.md',
  },
  default: {} as SiscolMapping,
})

export const siscolSettings = [siscolNames]
