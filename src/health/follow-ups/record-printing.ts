import type pg from 'pg'
import type { RunContext } from '../../batch/run-context.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { LetterKind, PrintedLetters } from '../letters/letter.ts'
import { addEdition } from './editions.ts'
import type { SelectedLetters } from './select-letters.ts'

export interface Printing {
  readonly code: 'REL_COU' | 'REL_CRA'
  readonly kind: LetterKind
  readonly today: string
  readonly selected: SelectedLetters
  readonly printed: PrintedLetters
}

/** What a printing makes of its follow-ups, its files and the trail, in one transaction. */
export async function recordPrinting(
  client: pg.PoolClient,
  context: RunContext,
  { code, kind, today, selected, printed }: Printing,
): Promise<void> {
  const now = context.clock.now().toString()
  const allIds = selected.followUps.map(({ id }) => id)
  // Screens have shown them as due since their day: from here on they are, printed or not.
  await client.query(
    `update follow_up set state = 'due', changed_at = $2, version = version + 1
     where id = any($1) and state = 'open'`,
    [allIds, now],
  )
  const editions: number[] = []
  for (const file of printed.files) {
    const edition = await addEdition(client, context, {
      code,
      path: file.path,
      bytes: file.bytes,
      sha256: file.sha256,
      objects: file.letters.length,
      pages: file.pages,
    })
    editions.push(edition)
    await client.query(
      `insert into follow_up_letter (edition_id, follow_up_id, former_state, former_letter_on, former_reminder_on)
       select $1, id, state, letter_on, reminder_on from follow_up where id = any($2)`,
      [edition, file.letters],
    )
  }
  await client.query(marks[kind], [printed.files.flatMap((file) => file.letters), today, now])
  await client.query(
    `update follow_up set state = 'no-address', changed_at = $2, version = version + 1
     where id = any($1) and state <> 'no-address'`,
    [selected.withoutAddress, now],
  )
  if (editions.length === 0) return
  await recordAudit(client, {
    actor: `SYSTEM:${code}`,
    action: 'follow-ups.printed',
    subject: `run:${context.run.id}`,
    application: 'health',
    detail: { editions, letters: printed.files.reduce((sum, file) => sum + file.letters.length, 0) },
  })
}

const marks: Readonly<Record<LetterKind, string>> = {
  'follow-up': `
    update follow_up set state = 'letter-printed', letter_on = $2::date, changed_at = $3, version = version + 1
    where id = any($1)`,
  'follow-up-reminder': `
    update follow_up set state = 'reminder-printed', reminder_on = $2::date, changed_at = $3, version = version + 1
    where id = any($1)`,
}
