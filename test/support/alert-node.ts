import { type AlertsDuty, startAlerts } from '../../src/alerts/alerts-duty.ts'
import { alertSettings } from '../../src/alerts/settings.ts'
import type { Subscription } from '../../src/alerts/subscription.ts'
import { saveSubscription } from '../../src/alerts/subscription.ts'
import type { ApplicationCode } from '../../src/batch/application.ts'
import type { Batch } from '../../src/batch/define-batch.ts'
import type { EngineOptions } from '../../src/batch/engine-options.ts'
import type { Grants } from '../../src/platform/accounts/account.ts'
import type { ManualClock } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/database.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { sendPostedMail } from '../../src/platform/outgoing-mail.ts'
import { type Settings, settingsStore } from '../../src/platform/settings.ts'
import { startTestEngine, type TestEngine } from './test-engine.ts'

export const publicUrl = 'https://nocturne.example.org'

/** An engine and its alerts, as a serving process has them; the test says when it looks. */
export interface AlertNode {
  readonly engine: TestEngine
  readonly settings: Settings
  readonly alerts: AlertsDuty
  /** Looks, then sends the mails that were written down. */
  tell(): Promise<void>
  stop(): Promise<void>
}

export interface AlertNodeOptions {
  readonly start: string | ManualClock
  readonly batches: readonly Batch[] | Partial<Record<ApplicationCode, readonly Batch[]>>
  readonly smtpUrl: string
  readonly engine?: Partial<EngineOptions>
  readonly webhookTimeoutMs?: number
  /** Notices of ended runs wake it, as in the program. Default false. */
  readonly woken?: boolean
}

export async function startAlertNode(database: Database, options: AlertNodeOptions): Promise<AlertNode> {
  const byApplication =
    'length' in options.batches ? { core: options.batches as readonly Batch[] } : options.batches
  const applications = Object.entries(byApplication).map(([code, batches]) => ({
    code: code as ApplicationCode,
    label: { fr: code, en: code },
    settings: code === 'core' ? alertSettings : [],
    batches,
  }))
  const settings = settingsStore(database, alertSettings)
  const mail = smtpMailer({ url: options.smtpUrl, from: 'nocturne@example.org' })
  const errors: Error[] = []
  let alerts: AlertsDuty | undefined
  const engine = await startTestEngine(database, options.start, [], {
    applications,
    ...options.engine,
    events: {
      notice: (notice) => {
        if (options.woken === true) alerts?.notice(notice)
      },
      ...options.engine?.events,
    },
  })
  const sendMail = () => sendPostedMail(database, mail, engine.clock)
  alerts = startAlerts({
    database,
    settings,
    clock: engine.clock,
    catalogue: engine.catalogue,
    timeZone: 'Europe/Paris',
    publicUrl,
    onPosted() {
      if (options.woken === true) void sendMail()
    },
    onError: (error) => errors.push(error),
    // Out of reach: what is told must come of a look that the test asks for, or of a notice.
    pollMs: 3_600_000,
    gatherMs: 20,
    ...(options.webhookTimeoutMs === undefined ? {} : { webhookTimeoutMs: options.webhookTimeoutMs }),
  })
  const duty = alerts
  await duty.runOnce()
  return {
    engine,
    settings,
    alerts: duty,
    async tell() {
      await duty.runOnce()
      await sendMail()
    },
    async stop() {
      await duty.stop()
      await engine.stop()
      mail.close()
      if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => error.message).join('; '))
    },
  }
}

/** Somebody with an address; wants nothing but what `wants` says, if it says anything. */
export async function addReader(
  database: Database,
  clock: ManualClock,
  who: {
    readonly login: string
    readonly administrator?: boolean
    readonly grants?: Grants
    readonly locale?: 'fr' | 'en'
    readonly wants?: Partial<Subscription>
  },
): Promise<number> {
  const now = clock.now()
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into account (login, name, email, locale, administrator, created_at, created_by)
     values ($1, 'Testun', $1 || '@example.org', $2, $3, $4, 'test') returning id`,
    [who.login, who.locale ?? 'fr', who.administrator ?? false, now.toString()],
  )
  const { id } = rows[0]!
  for (const [application, role] of Object.entries(who.grants ?? {}))
    await database.pool.query(
      'insert into account_grant (account_id, application, role) values ($1, $2, $3)',
      [id, application, role],
    )
  if (who.wants !== undefined)
    await saveSubscription(
      database.pool,
      id,
      {
        kinds: [],
        applications: null,
        summary: false,
        summaryTime: '07:30',
        summaryWhenQuiet: false,
        ...who.wants,
      },
      now,
    )
  return id
}

/** Nothing told, nobody to tell. */
export async function forgetAlertsOfTest(database: Database): Promise<void> {
  await database.pool.query(
    `truncate alert, alert_group, alert_watch, webhook_delivery, night_summary, outgoing_mail, file_exchange, setting cascade;
     delete from account`,
  )
}
