import type { Queryable } from '../../../platform/database.ts'
import type { LetterKind } from '../letter.ts'
import { defaultTemplates, type LetterTemplate } from './letter-template.ts'

export interface CurrentTemplate {
  readonly content: LetterTemplate
  /** 0: nobody has worded it yet, the default holds. */
  readonly version: number
}

/** What letters of this kind say now. */
export async function readLetterTemplate(db: Queryable, kind: LetterKind): Promise<CurrentTemplate> {
  const { rows } = await db.query<CurrentTemplate>(
    'select content, version from letter_template where kind = $1 order by version desc limit 1',
    [kind],
  )
  return rows[0] ?? { content: defaultTemplates[kind], version: 0 }
}
