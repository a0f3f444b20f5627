import { type AlertsDuty, startAlerts } from './alerts/alerts-duty.ts'
import type { HttpAddress } from './api/http-address.ts'
import type { HttpServer } from './api/http-server.ts'
import { type Engine, startEngine } from './batch/engine.ts'
import type { EngineEvents } from './batch/engine-options.ts'
import type { Installation } from './installation.ts'
import type { Log } from './platform/logging.ts'
import { sendPostedMail } from './platform/outgoing-mail.ts'

/** The engine and the duties of one process. */
export interface Program {
  readonly engine: Engine
  /** The back-office and the API; null when this process does not serve them. */
  readonly http: HttpServer | null
  /** Sends the mails that are due now. */
  sendMail(): Promise<void>
  /** No more requests; runs are told to stop, the node signs off; then the duties. May be called twice. */
  stop(): Promise<void>
}

export interface ProgramOptions {
  /** Launches what is due. */
  readonly scheduler: boolean
  /** Runs what waits; without it, only what this process asks itself to run. */
  readonly runner: boolean
  readonly nodeName: string
  readonly version: string
  readonly log: Log
  /** The scheduler's first look comes this long after the start. Default 0. */
  readonly startDelayMs?: number
  /** Serves the back-office and the API there. Default: not at all. */
  readonly http?: HttpAddress | null
}

const mailEveryMs = 60_000

export async function startProgram(installation: Installation, options: ProgramOptions): Promise<Program> {
  const { database, applications, settings, mail, place, configuration } = installation
  const { log } = options
  let alerts: AlertsDuty | undefined
  const engine = await startEngine({
    database,
    applications,
    settings,
    mail,
    place,
    concurrency: configuration.concurrency,
    scheduler: options.scheduler,
    runner: options.runner,
    nodeName: options.nodeName,
    version: options.version,
    startDelayMs: options.startDelayMs ?? 0,
    events: {
      ...loggedEvents(log, () => void sendMail()),
      notice: (notice) => alerts?.notice(notice),
    },
  })
  let sending: Promise<void> | undefined

  /** One at a time; mails posted meanwhile are found by the next look, a minute later at most. */
  function sendMail(): Promise<void> {
    sending ??= sendPostedMail(database, mail, engine.clock)
      .then(async ({ sent, failed }) => {
        for (const application of applications) await application.noteRefusedMail?.(database.pool)
        if (failed > 0) log.warn('mails failed', { sent, failed })
        else if (sent > 0) log.info('mails sent', { sent })
      })
      .catch((error) => log.error('mails could not be sent', { error }))
      .finally(() => {
        sending = undefined
      })
    return sending
  }
  const mailing = setInterval(sendMail, mailEveryMs)
  // A command that runs one batch and ends leaves it to the processes that serve.
  if (options.runner)
    alerts = startAlerts({
      database,
      settings,
      clock: engine.clock,
      catalogue: engine.catalogue,
      timeZone: place.timeZone,
      publicUrl: configuration.publicUrl,
      onPosted: () => void sendMail(),
      onResult: (result) => log.info('alerts', { ...result }),
      onError: (error) => log.error('alerts', { error }),
    })
  let http: HttpServer | null = null
  let stopping: Promise<void> | undefined
  function stop(): Promise<void> {
    stopping ??= (async () => {
      await http?.stop()
      await engine.stop()
      await alerts?.stop()
      clearInterval(mailing)
      await sending
    })()
    return stopping
  }
  try {
    if (options.http) {
      // Loaded only by who serves: commands start in half the time.
      const { startHttpServer } = await import('./api/http-server.ts')
      http = await startHttpServer({ installation, engine, log, version: options.version }, options.http)
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { engine, http, sendMail, stop }
}

function loggedEvents(log: Log, onReport: () => void): EngineEvents {
  return {
    tick({ due, queued, skipped, unreadable }) {
      if (due > 0) log.info('launched what was due', { due, queued, skipped })
      for (const batch of unreadable) log.error('the plan of a batch cannot be read', { batch })
    },
    ended(runs) {
      for (const { id, batchCode, state } of runs)
        log[state === 'failed' ? 'warn' : 'info']('run ended', { run: id, batch: batchCode, state })
      // Runs post their reports; nobody should wait a minute for his.
      onReport()
    },
    recovered({ deadNodes, interrupted, retries }) {
      log.warn('a node died', { deadNodes, interrupted: interrupted.map((run) => run.id), retries })
    },
    lost: (reason) => log.error('this node was lost and joins again', { reason }),
    error: (error) => log.error('engine', { error }),
  }
}
