import { type FedTable, fedTable } from '../../../exchange/feeding/fed-table.ts'
import type { LoadKind } from '../../../exchange/loads/load-kind.ts'
import { unknownCode } from '../../../exchange/loads/load-messages.ts'
import { ofStudent } from '../of-student.ts'

const table: FedTable = {
  name: 'appointment',
  columns: [
    { name: 'student_id', type: 'bigint' },
    { name: 'motive_id', type: 'bigint' },
    { name: 'practitioner', type: 'text' },
    { name: 'place', type: 'text' },
    { name: 'starts_at', type: 'timestamptz' },
    { name: 'taken_at', type: 'timestamptz', defaultsToNow: true },
    { name: 'state', type: 'text', default: 'confirmed' },
  ],
}

/** Rendez-vous (health.md 2.8). One that moves is reminded again, by the batch. */
export const appointments: LoadKind = {
  code: 'appointments',
  label: { fr: 'Rendez-vous', en: 'Appointments' },
  entity: 'rendez-vous',
  store: fedTable(table),
  subject: ofStudent,
  columns: [
    {
      name: 'MOTIF',
      mandatory: true,
      rule: {
        fr: 'Référence ou libellé d’un motif (page « Motifs et options »)',
        en: 'Reference or label of a motive',
      },
      example: 'M-01',
    },
    { name: 'DATE', mandatory: true, rule: { fr: 'JJ/MM/AAAA', en: 'DD/MM/YYYY' }, example: '15/01/2027' },
    {
      name: 'HEURE',
      mandatory: true,
      rule: { fr: 'HH:MM, heure de l’établissement', en: 'HH:MM, the establishment’s time' },
      example: '09:30',
    },
    {
      name: 'ETAT',
      mandatory: false,
      rule: {
        fr: 'DEMANDE, CONFIRME, ANNULE, HONORE ou ABSENT ; vide : CONFIRME pour un nouveau, inchangé sinon',
        en: 'DEMANDE, CONFIRME, ANNULE, HONORE or ABSENT; empty: CONFIRME for a new one, else unchanged',
      },
      example: 'CONFIRME',
    },
    {
      name: 'PRATICIEN',
      mandatory: false,
      rule: { fr: 'Identifiant du praticien', en: 'Login of the practitioner' },
      example: 'medecin1',
    },
    {
      name: 'LIEU',
      mandatory: false,
      rule: { fr: 'Lieu indiqué à l’étudiant', en: 'Place told to the student' },
      example: 'Centre d’Essaiville',
    },
    {
      name: 'PRIS_LE',
      mandatory: false,
      rule: { fr: 'Date de la prise du rendez-vous, JJ/MM/AAAA', en: 'Day on which it was made, DD/MM/YYYY' },
      example: '02/11/2026',
    },
  ],
  check(fields) {
    const motive = fields.needed('MOTIF')
    fields.needed('DATE')
    fields.needed('HEURE')
    const state = fields.choice('ETAT', {
      DEMANDE: 'requested',
      CONFIRME: 'confirmed',
      ANNULE: 'cancelled',
      HONORE: 'honoured',
      ABSENT: 'missed',
    })
    return {
      values: {
        starts_at: fields.instant('DATE', 'HEURE'),
        state: state ?? undefined,
        practitioner: fields.text('PRATICIEN', 100),
        place: fields.text('LIEU'),
        taken_at: fields.dayBegins('PRIS_LE') ?? undefined,
      },
      lookup: { MOTIF: motive },
    }
  },
  async resolve(read, records) {
    const { rows } = await read.query<{ id: number; reference: string | null; label: string }>(
      `select id, reference, label from appointment_motive
       where reference = any ($1) or label = any ($1)`,
      [records.map(({ lookup }) => lookup.MOTIF)],
    )
    // A reference before a label of the same letters.
    const byName = new Map([
      ...rows.map(({ label, id }) => [label, id] as const),
      ...rows.flatMap(({ reference, id }) => (reference === null ? [] : [[reference, id] as const])),
    ])
    return records.map(({ lookup }) => {
      const id = byName.get(lookup.MOTIF!)
      return id === undefined
        ? { ok: false, faults: [unknownCode('MOTIF', lookup.MOTIF!, where)] }
        : { ok: true, values: { motive_id: id } }
    })
  },
}

const where = {
  fr: 'voyez la page « Motifs et options », ou chargez d’abord les motifs',
  en: 'see the page “Motives and options”, or load the motives first',
}
