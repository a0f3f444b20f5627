import { type FedTable, fedTable } from '../../../exchange/feeding/fed-table.ts'
import type { LoadKind } from '../../../exchange/loads/load-kind.ts'
import { wrongOrder } from '../../../exchange/loads/load-messages.ts'
import { ofStudent } from '../of-student.ts'

const table: FedTable = {
  name: 'consultation',
  columns: [
    { name: 'student_id', type: 'bigint' },
    { name: 'practitioner', type: 'text' },
    { name: 'opened_at', type: 'timestamptz' },
    { name: 'last_activity_at', type: 'timestamptz', defaultsToColumn: 'opened_at' },
    { name: 'closed_at', type: 'timestamptz' },
    { name: 'closed_by', type: 'text' },
  ],
}

/** Consultations (health.md 2.4) without what they say: that is medical, and does not travel in a CSV file. */
export const consultations: LoadKind = {
  code: 'consultations',
  label: { fr: 'Consultations (sans leur contenu)', en: 'Consultations (without what they say)' },
  entity: 'consultation',
  store: fedTable(table),
  subject: ofStudent,
  columns: [
    {
      name: 'PRATICIEN',
      mandatory: true,
      rule: { fr: 'Identifiant du praticien', en: 'Login of the practitioner' },
      example: 'medecin1',
    },
    {
      name: 'OUVERTE_LE',
      mandatory: true,
      rule: { fr: 'JJ/MM/AAAA', en: 'DD/MM/YYYY' },
      example: '12/10/2026',
    },
    { name: 'OUVERTE_A', mandatory: true, rule: { fr: 'HH:MM', en: 'HH:MM' }, example: '09:30' },
    {
      name: 'ACTIVITE_LE',
      mandatory: false,
      rule: {
        fr: 'Dernière activité, JJ/MM/AAAA ; vide : l’ouverture',
        en: 'Last activity, DD/MM/YYYY; empty: the opening',
      },
      example: '12/10/2026',
    },
    { name: 'ACTIVITE_A', mandatory: false, rule: { fr: 'HH:MM', en: 'HH:MM' }, example: '09:50' },
    {
      name: 'FERMEE_LE',
      mandatory: false,
      rule: {
        fr: 'Fermeture, JJ/MM/AAAA ; vide : ne ferme rien',
        en: 'Closing, DD/MM/YYYY; empty: closes nothing',
      },
      example: '12/10/2026',
    },
    { name: 'FERMEE_A', mandatory: false, rule: { fr: 'HH:MM', en: 'HH:MM' }, example: '09:50' },
  ],
  check(fields) {
    const practitioner = fields.needed('PRATICIEN', 100)
    fields.needed('OUVERTE_LE')
    fields.needed('OUVERTE_A')
    const opened = fields.instant('OUVERTE_LE', 'OUVERTE_A') ?? ''
    const active = fields.instant('ACTIVITE_LE', 'ACTIVITE_A') ?? undefined
    const closed = fields.instant('FERMEE_LE', 'FERMEE_A') ?? undefined
    if (active !== undefined && active < opened) fields.fault(wrongOrder('ACTIVITE_LE', 'OUVERTE_LE'))
    if (closed !== undefined && closed < opened) fields.fault(wrongOrder('FERMEE_LE', 'OUVERTE_LE'))
    return {
      values: {
        practitioner,
        opened_at: opened,
        last_activity_at: active ?? closed ?? undefined,
        ...(closed === undefined ? {} : { closed_at: closed, closed_by: 'practitioner' }),
      },
      lookup: {},
    }
  },
  revise(before, { opened_at, last_activity_at }) {
    const known = before?.last_activity_at
    if (last_activity_at !== undefined || typeof opened_at !== 'string' || typeof known !== 'string')
      return {}
    return { last_activity_at: known > opened_at ? known : opened_at }
  },
  /** One person at a time in a record: an open consultation takes it unless somebody has it, a closed one lets it go. */
  async settle(client, references) {
    await client.query(
      `delete from record_lock held using consultation
       where consultation.id = held.consultation_id and reference = any ($1)
         and (closed_at is not null or consultation.student_id <> held.student_id)`,
      [references],
    )
    await client.query(
      `insert into record_lock (student_id, consultation_id, holder, since)
       select student_id, id, practitioner, opened_at from consultation
       where reference = any ($1) and closed_at is null
       order by opened_at, id
       on conflict (student_id) do nothing`,
      [references],
    )
  },
}
