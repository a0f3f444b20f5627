import { isDeepStrictEqual } from 'node:util'
import { type Database, transaction } from '../../../platform/database.ts'
import { refused } from '../../edit-refusal.ts'
import { type Editor, recordEdit } from '../../editing.ts'
import type { LetterKind } from '../letter.ts'
import type { LetterTemplate } from './letter-template.ts'
import { readLetterTemplate } from './read-template.ts'

export interface SavedTemplate {
  readonly version: number
  readonly content: LetterTemplate
  readonly savedAt: Date
  readonly savedBy: string
}

/**
 * Makes a template the one in force, as the version after `version`, which the editor saw. Throws `EditRefused`
 * (STALE_VERSION) where another was saved meanwhile. Saving what is in force already changes nothing.
 */
export async function saveTemplate(
  database: Database,
  editor: Editor,
  kind: LetterKind,
  version: number,
  content: LetterTemplate,
  savedAt: Date,
): Promise<number> {
  return await transaction(database.pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`letter-template ${kind}`])
    const before = await readLetterTemplate(client, kind)
    if (before.version !== version) {
      const [newest] = await readVersions(client, kind, 1)
      throw refused('STALE_VERSION', {
        fr: `${newest?.savedBy ?? 'Un autre compte'} a enregistré la version ${before.version} entre-temps : rechargez la page`,
        en: `${newest?.savedBy ?? 'Another account'} saved version ${before.version} meanwhile: reload the page`,
      })
    }
    if (version > 0 && isDeepStrictEqual(before.content, content)) return version
    await client.query(
      `insert into letter_template (kind, version, content, saved_at, saved_by) values ($1, $2, $3, $4, $5)`,
      [kind, version + 1, content, savedAt, editor.author],
    )
    await recordEdit(client, editor, {
      action: 'letter-template.changed',
      subject: `letter-template:${kind}`,
      before: { version, ...before.content },
      after: { version: version + 1, ...content },
    })
    return version + 1
  })
}

/** The newest versions first. */
export async function readVersions(
  db: { query: Database['pool']['query'] },
  kind: LetterKind,
  size: number,
): Promise<SavedTemplate[]> {
  const { rows } = await db.query<SavedTemplate>(
    `select version, content, saved_at as "savedAt", saved_by as "savedBy"
     from letter_template
     where kind = $1
     order by version desc
     limit $2`,
    [kind, size],
  )
  return rows
}
