import type { Database } from '../../src/platform/database.ts'
import type { ScriptedBrowser } from './scripted-browser.ts'

/** Whose session a browser has on the Nocturne at `address`; null: nobody's. */
export async function signedInAs(browser: ScriptedBrowser, address: string): Promise<string | null> {
  const page = await browser.visit(`${address}/api/session`)
  return page.status === 200 ? JSON.parse(page.text).account.login : null
}

/** The last entry of the audit trail about a sign-in. */
export async function lastSignIn(database: Database): Promise<{
  readonly actor: string
  readonly action: string
  readonly detail: Readonly<Record<string, string>>
}> {
  const { rows } = await database.pool.query(
    `select actor, action, detail from audit_event where action like 'sign-in.%' order by id desc limit 1`,
  )
  return rows[0]
}
