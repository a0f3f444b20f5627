import { type FedTable, fedTable } from '../../../exchange/feeding/fed-table.ts'
import type { LoadKind } from '../../../exchange/loads/load-kind.ts'
import { unknownCode } from '../../../exchange/loads/load-messages.ts'
import type { Queryable } from '../../../platform/database.ts'
import { type FollowUpState, stateAfterMove } from '../../follow-ups/follow-up-state.ts'
import { closedFollowUp } from '../load-messages.ts'
import { ofStudent } from '../of-student.ts'

const table: FedTable = {
  name: 'follow_up',
  columns: [
    { name: 'student_id', type: 'bigint' },
    { name: 'motive_id', type: 'bigint' },
    { name: 'created_by', type: 'text', default: 'CHARGE_SANTE' },
    { name: 'created_at', type: 'timestamptz', defaultsToNow: true },
    { name: 'due_on', type: 'date' },
    { name: 'letter_text', type: 'text', default: '' },
    { name: 'comment', type: 'text', default: '' },
    { name: 'state', type: 'text', default: 'open' },
    { name: 'closed_on', type: 'date' },
    { name: 'closed_by', type: 'text' },
    { name: 'closed_reason', type: 'text' },
  ],
}

/** Relances (health.md 2.7). A closing date closes; a file never opens a follow-up again, nor moves its letters. */
export const followUps: LoadKind = {
  code: 'follow-ups',
  label: { fr: 'Relances', en: 'Follow-ups' },
  entity: 'relance',
  store: fedTable(table),
  subject: ofStudent,
  columns: [
    {
      name: 'MOTIF',
      mandatory: true,
      rule: {
        fr: 'Code d’un élément actif de la nomenclature RELANCES',
        en: 'Code of an active item of RELANCES',
      },
      example: 'VACCIN',
    },
    {
      name: 'ECHEANCE',
      mandatory: true,
      rule: {
        fr: 'Date à partir de laquelle le courrier part, JJ/MM/AAAA',
        en: 'Day from which the letter leaves, DD/MM/YYYY',
      },
      example: '15/01/2027',
    },
    {
      name: 'COURRIER',
      mandatory: false,
      rule: {
        fr: 'Texte adressé à l’étudiant, 4000 caractères au plus',
        en: 'Text for the student, at most 4000 characters',
      },
      example: 'Merci de prendre rendez-vous.',
    },
    {
      name: 'COMMENTAIRE',
      mandatory: false,
      rule: {
        fr: 'Interne : n’est jamais imprimé, 4000 caractères au plus',
        en: 'Internal: never printed, at most 4000 characters',
      },
      example: '',
    },
    {
      name: 'CREE_PAR',
      mandatory: false,
      rule: { fr: 'Identifiant de l’auteur', en: 'Login of the author' },
      example: 'infirmier1',
    },
    {
      name: 'CREE_LE',
      mandatory: false,
      rule: {
        fr: 'Date de création, JJ/MM/AAAA ; vide : celle du chargement',
        en: 'Day of creation, DD/MM/YYYY; empty: that of the load',
      },
      example: '02/11/2026',
    },
    {
      name: 'CLOSE_LE',
      mandatory: false,
      rule: {
        fr: 'Date de clôture, JJ/MM/AAAA ; vide : ne clôt rien',
        en: 'Closing day, DD/MM/YYYY; empty: closes nothing',
      },
      example: '',
    },
    {
      name: 'CLOSE_MOTIF',
      mandatory: false,
      rule: { fr: 'Raison de la clôture', en: 'Reason of the closing' },
      example: '',
    },
  ],
  silent: ['letter_text', 'comment'],
  check(fields) {
    const motive = fields.needed('MOTIF', 50)
    fields.needed('ECHEANCE')
    const author = fields.text('CREE_PAR', 100) ?? undefined
    const closed = fields.date('CLOSE_LE') ?? undefined
    const reason = fields.text('CLOSE_MOTIF', 500) ?? undefined
    return {
      values: {
        due_on: fields.date('ECHEANCE'),
        letter_text: emptyText(fields.text('COURRIER', 4000)),
        comment: emptyText(fields.text('COMMENTAIRE', 4000)),
        created_by: author,
        created_at: fields.dayBegins('CREE_LE') ?? undefined,
        ...(closed === undefined
          ? {}
          : {
              state: 'closed',
              closed_on: closed,
              closed_by: author ?? 'CHARGE_SANTE',
              closed_reason: reason ?? null,
            }),
      },
      lookup: { MOTIF: motive },
    }
  },
  revise(before, { due_on, state }, today) {
    if (state !== undefined || typeof due_on !== 'string') return {}
    if (before === null) return { state: due_on <= today ? 'due' : 'open' }
    if (before.due_on === due_on) return {}
    return { state: stateAfterMove(before.state as FollowUpState, due_on, today) }
  },
  refuse: (before) => (before.state === 'closed' ? closedFollowUp() : null),
  async resolve(read, records) {
    const motives = await motivesByCode(read)
    return records.map(({ lookup }) => {
      const id = motives.get(lookup.MOTIF!)
      return id === undefined
        ? { ok: false, faults: [unknownCode('MOTIF', lookup.MOTIF!, whereMotives)] }
        : { ok: true, values: { motive_id: id } }
    })
  },
}

const emptyText = (text: string | null | undefined) => (text === null ? '' : text)

const whereMotives = {
  fr: 'voyez la nomenclature RELANCES, ou ajoutez-y ce code',
  en: 'see the code list RELANCES, or add this code to it',
}

async function motivesByCode(db: Queryable): Promise<Map<string, number>> {
  const { rows } = await db.query<{ code: string; id: number }>(
    `select item.code, item.id
     from nomenclature_item item join nomenclature on nomenclature.id = item.nomenclature_id
     where nomenclature.code = 'RELANCES' and item.active`,
  )
  return new Map(rows.map(({ code, id }) => [code, id]))
}
