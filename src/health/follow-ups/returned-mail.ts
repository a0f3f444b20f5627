import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../../platform/database.ts'
import { refused } from '../edit-refusal.ts'
import type { Editor } from '../editing.ts'
import { addressColumns, addressHash, addressJoins, type PostalAddress } from './postal-address.ts'

/**
 * Notes that the post could not deliver at a student's present address (NPAI): nothing more is printed for it, until the
 * record has another. Follow-ups whose letter came back wait for that address. Throws `EditRefused`.
 */
export async function noteReturnedMail(
  database: Database,
  editor: Editor,
  studentId: number,
  now: string,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ personal: PostalAddress; family: PostalAddress }>(
      `select ${addressColumns} from student ${addressJoins} where student.id = $1`,
      [studentId],
    )
    if (rows[0] === undefined) throw unknownStudent()
    const address = [rows[0].personal, rows[0].family].find(isGiven)
    if (address === undefined)
      throw refused('REQUEST_REFUSED', {
        fr: 'Cet étudiant n’a aucune adresse : aucun courrier n’a pu revenir',
        en: 'This student has no address: no letter can have come back',
      })
    await client.query(
      `insert into returned_mail (student_id, address_hash, noted_at, noted_by) values ($1, $2, $3, $4)
       on conflict (student_id) do update
         set address_hash = excluded.address_hash, noted_at = excluded.noted_at, noted_by = excluded.noted_by`,
      [studentId, addressHash(address), now, editor.author],
    )
    await client.query(
      `update follow_up set state = 'no-address', changed_at = $2, version = version + 1
       where student_id = $1 and state = 'letter-printed'`,
      [studentId, now],
    )
    await record(client, editor, 'follow-ups.returned-mail-noted', studentId)
  })
}

/** Takes that note back: the address counts as good again, and so do the letters sent there. */
export async function forgetReturnedMail(
  database: Database,
  editor: Editor,
  studentId: number,
  now: string,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const { rowCount } = await client.query('delete from returned_mail where student_id = $1', [studentId])
    if (rowCount === 0) return
    await client.query(
      `update follow_up set state = 'letter-printed', changed_at = $2, version = version + 1
       where student_id = $1 and state = 'no-address' and letter_on is not null`,
      [studentId, now],
    )
    await record(client, editor, 'follow-ups.returned-mail-forgotten', studentId)
  })
}

async function record(
  client: Parameters<typeof recordAudit>[0],
  { author, address }: Editor,
  action: string,
  studentId: number,
): Promise<void> {
  await recordAudit(client, {
    actor: author,
    action,
    subject: `student:${studentId}`,
    application: 'health',
    address,
  })
}

function isGiven({ address1, address2, address3, postalCode, town }: PostalAddress): boolean {
  return [address1, address2, address3, postalCode, town].some((part) => (part ?? '').trim() !== '')
}

function unknownStudent() {
  return refused('NOT_FOUND', { fr: 'Étudiant inconnu', en: 'Unknown student' })
}
