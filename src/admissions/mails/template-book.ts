import type { RunLog } from '../../batch/run-context.ts'
import type { Queryable } from '../../platform/database.ts'
import { isUnusable, unusableWords } from './compose-mail.ts'
import { type MailTemplate, readTemplate } from './mail-template.ts'

/** The templates of one run: each read once, and told of once where it cannot be used. */
export interface TemplateBook {
  /** Null: nothing is to be sent; the log says why. */
  get(code: string): Promise<MailTemplate | null>
}

export function openTemplateBook(db: Queryable, log: Pick<RunLog, 'warn'>): TemplateBook {
  const known = new Map<string, Promise<MailTemplate | null>>()
  async function read(code: string): Promise<MailTemplate | null> {
    const template = await readTemplate(db, code)
    if (!isUnusable(template)) return template
    log.warn(unusableWords(code, template))
    return null
  }
  return {
    get(code) {
      const found = known.get(code) ?? read(code)
      known.set(code, found)
      return found
    },
  }
}
