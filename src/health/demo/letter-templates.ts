import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { letterKinds } from '../letters/letter.ts'
import { defaultTemplates } from '../letters/template/letter-template.ts'

/** Letters of a fictional university, so that a demonstration prints whole ones. What was worded already stays. */
export async function addDemoLetterTemplates(db: Queryable, now: Temporal.Instant): Promise<void> {
  for (const kind of letterKinds)
    await db.query(
      `insert into letter_template (kind, version, content, saved_at, saved_by)
       select $1::text, 1, $2::jsonb, $3::timestamptz, 'demo'
       where not exists (select from letter_template where kind = $1)`,
      [
        kind,
        {
          ...defaultTemplates[kind],
          sender: [
            'Service de santé étudiante',
            'Université de démonstration',
            '1 place de l’Exemple',
            '35000 ESSAIVILLE',
            'sante@example.org',
          ],
          place: 'Essaiville',
        },
        new Date(now.epochMilliseconds),
      ],
    )
}
