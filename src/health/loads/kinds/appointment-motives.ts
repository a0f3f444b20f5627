import { type FedTable, fedTable } from '../../../exchange/feeding/fed-table.ts'
import type { LoadKind } from '../../../exchange/loads/load-kind.ts'
import { takenLabel } from '../load-messages.ts'

const table: FedTable = {
  name: 'appointment_motive',
  columns: [
    { name: 'label', type: 'text' },
    { name: 'public_label', type: 'text' },
    { name: 'minutes', type: 'smallint', default: 20 },
    { name: 'reminder_active', type: 'boolean', default: false },
    { name: 'reminder_days', type: 'smallint', default: 2 },
    { name: 'active', type: 'boolean', default: true },
  ],
}

/** « Motifs et options » (health.md 2.8). The texts of the mails are edited on screen. */
export const appointmentMotives: LoadKind = {
  code: 'appointment-motives',
  label: { fr: 'Motifs de rendez-vous', en: 'Appointment motives' },
  entity: 'motif de rendez-vous',
  store: fedTable(table),
  columns: [
    {
      name: 'LIBELLE',
      mandatory: true,
      rule: { fr: 'Libellé interne, unique', en: 'Internal label, unique' },
      example: 'Visite d’essai',
    },
    {
      name: 'LIBELLE_PUBLIC',
      mandatory: false,
      rule: {
        fr: 'Ce que l’étudiant peut lire : aucun terme médical',
        en: 'What a student may read: no medical word',
      },
      example: 'Rendez-vous',
    },
    {
      name: 'DUREE',
      mandatory: false,
      rule: { fr: 'Minutes, de 5 à 480', en: 'Minutes, 5 to 480' },
      example: '20',
    },
    {
      name: 'RAPPEL',
      mandatory: false,
      rule: { fr: 'O ou N : un rappel par mail', en: 'O or N: a reminder by mail' },
      example: 'O',
    },
    {
      name: 'RAPPEL_JOURS',
      mandatory: false,
      rule: { fr: 'Jours avant, de 1 à 30', en: 'Days before, 1 to 30' },
      example: '2',
    },
    { name: 'ACTIF', mandatory: false, rule: { fr: 'O ou N', en: 'O or N' }, example: 'O' },
  ],
  check(fields) {
    const label = fields.needed('LIBELLE')
    return {
      values: {
        label,
        public_label: fields.text('LIBELLE_PUBLIC'),
        minutes: fields.number('DUREE', 5, 480) ?? undefined,
        reminder_active: fields.yesOrNo('RAPPEL') ?? undefined,
        reminder_days: fields.number('RAPPEL_JOURS', 1, 30) ?? undefined,
        active: fields.yesOrNo('ACTIF') ?? undefined,
      },
      lookup: { LIBELLE: label },
    }
  },
  async resolve(read, records) {
    const { rows } = await read.query<{ reference: string | null; label: string }>(
      'select reference, label from appointment_motive where label = any ($1)',
      [records.map(({ lookup }) => lookup.LIBELLE)],
    )
    const owners = new Map(rows.map(({ label, reference }) => [label, reference]))
    return records.map(({ lookup, reference }) => {
      const label = lookup.LIBELLE!
      const owner = owners.get(label)
      if (owner !== undefined && owner !== reference) return { ok: false, faults: [takenLabel('LIBELLE')] }
      owners.set(label, reference)
      return { ok: true, values: {} }
    })
  },
}
