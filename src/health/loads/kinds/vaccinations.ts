import { fedTable } from '../../../exchange/feeding/fed-table.ts'
import type { LoadKind } from '../../../exchange/loads/load-kind.ts'
import { unknownCode } from '../../../exchange/loads/load-messages.ts'
import { findVaccines, vaccinationTable } from '../../vaccines/vaccination-table.ts'
import { ofStudent } from '../of-student.ts'

/** What students received (health.md 2.9). The vaccine may be out of use: past vaccinations point to it. */
export const vaccinations: LoadKind = {
  code: 'vaccinations',
  label: { fr: 'Vaccinations', en: 'Vaccinations' },
  entity: 'vaccination',
  store: fedTable(vaccinationTable),
  subject: ofStudent,
  columns: [
    {
      name: 'VACCIN',
      mandatory: true,
      rule: {
        fr: 'Identifiant du vaccin dans son référentiel (page Vaccins)',
        en: 'Identifier of the vaccine in its reference',
      },
      example: 'TEST-A',
    },
    {
      name: 'REFERENTIEL',
      mandatory: false,
      rule: { fr: 'Vide : mesvaccins', en: 'Empty: mesvaccins' },
      example: 'mesvaccins',
    },
    {
      name: 'DATE_INJECTION',
      mandatory: false,
      rule: { fr: 'JJ/MM/AAAA', en: 'DD/MM/YYYY' },
      example: '12/10/2026',
    },
    {
      name: 'LOT',
      mandatory: false,
      rule: { fr: 'Numéro de lot', en: 'Batch number' },
      example: 'LOT-TEST-1',
    },
    { name: 'RAPPEL', mandatory: false, rule: { fr: 'O ou N', en: 'O or N' }, example: 'N' },
    {
      name: 'SAISI_PAR',
      mandatory: false,
      rule: { fr: 'Identifiant de l’auteur', en: 'Login of the author' },
      example: 'infirmier1',
    },
  ],
  check(fields) {
    const vaccine = fields.needed('VACCIN')
    const source = fields.text('REFERENTIEL', 50) ?? 'mesvaccins'
    return {
      values: {
        given_on: fields.date('DATE_INJECTION'),
        batch_number: fields.text('LOT', 50),
        booster: fields.yesOrNo('RAPPEL'),
        entered_by: fields.text('SAISI_PAR', 100),
      },
      lookup: { VACCIN: vaccine, REFERENTIEL: source },
    }
  },
  async resolve(read, records) {
    const ids = await findVaccines(
      read,
      records.map(({ lookup }) => ({ source: lookup.REFERENTIEL!, externalId: lookup.VACCIN! })),
    )
    return records.map(({ lookup }, at) => {
      const id = ids[at] ?? null
      return id === null
        ? { ok: false, faults: [unknownCode('VACCIN', lookup.VACCIN!, where)] }
        : { ok: true, values: { vaccine_id: id } }
    })
  },
}

const where = {
  fr: 'importez d’abord le référentiel des vaccins (MES_VACCINS)',
  en: 'import the reference of vaccines first (MES_VACCINS)',
}
