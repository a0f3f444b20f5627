import type { SurveyConnection } from '../../../platform/connections.ts'
import { type LineOptions, openLine } from './post-json.ts'
import { type RemoteResult, readAnswer } from './read-answer.ts'
import { type RemoteResponse, readExport } from './read-export.ts'
import { SurveyFailure } from './survey-failure.ts'

/** A survey as LimeSurvey lists it. */
export interface RemoteSurvey {
  readonly surveyId: number
  readonly title: string
  readonly active: boolean
  /** As LimeSurvey writes it, in its own time zone. */
  readonly expires: string | null
}

/** One session of LimeSurvey's RemoteControl 2 (`remote-systems.md`). Every method throws `SurveyFailure`. */
export interface SurveySession {
  listSurveys(): Promise<RemoteSurvey[]>
  /** Identifiers of its complete responses, ascending; none for a survey that was never activated. */
  responseIds(surveyId: number): Promise<number[]>
  /** Its complete responses from one identifier to another, both included. */
  responses(surveyId: number, range: { from: number; to: number }): Promise<RemoteResponse[]>
  /** Gives the session back and closes the connection; never throws. */
  release(): Promise<void>
}

export interface SessionOptions extends LineOptions {
  readonly signal: AbortSignal
  readonly readTimeoutMs?: number
  readonly exportTimeoutMs?: number
}

const usualReadMs = 60_000
const usualExportMs = 300_000

/** Signs in, once: a refusal is never tried again, since three of them lock this server's address out. */
export async function openSurveySession(
  { url, user, password }: SurveyConnection,
  { signal, readTimeoutMs = usualReadMs, exportTimeoutMs = usualExportMs, ...lineOptions }: SessionOptions,
): Promise<SurveySession> {
  const line = openLine(url, lineOptions)
  let calls = 0
  /** Parameters count by their place. */
  async function call(
    method: string,
    params: readonly unknown[],
    timeoutMs = readTimeoutMs,
    stop = signal,
  ): Promise<RemoteResult> {
    stop.throwIfAborted()
    const id = ++calls
    const json = JSON.stringify({ method, params, id })
    return readAnswer(await line.post(json, { readTimeoutMs: timeoutMs, signal: stop }), method, id)
  }

  let key: string
  try {
    const opened = await call('get_session_key', [user, password])
    if (opened.kind !== 'value' || typeof opened.value !== 'string' || opened.value === '')
      throw new SurveyFailure('malformed', 'LimeSurvey n’a pas donné de clé de session')
    key = opened.value
  } catch (error) {
    line.close()
    throw error
  }

  async function exported(
    surveyId: number,
    range: { from: number; to: number } | null,
    fields: readonly string[] | null,
  ): Promise<RemoteResponse[]> {
    const params = [key, surveyId, 'json', null, 'complete', 'code', 'long']
    const result = await call(
      'export_responses',
      [...params, range?.from ?? null, range?.to ?? null, fields],
      exportTimeoutMs,
    )
    return result.kind === 'nothing' ? [] : readExport(result.value)
  }

  return {
    async listSurveys() {
      const result = await call('list_surveys', [key])
      if (result.kind === 'nothing') return []
      if (!Array.isArray(result.value))
        throw new SurveyFailure('malformed', 'LimeSurvey n’a pas donné de liste d’enquêtes')
      return result.value.map(remoteSurvey)
    },
    async responseIds(surveyId) {
      const found = await exported(surveyId, null, ['id'])
      return found.map(({ id }) => id).sort((a, b) => a - b)
    },
    responses: (surveyId, range) => exported(surveyId, range, null),
    async release() {
      // Also when the run is being stopped: a session left open lives for two hours.
      await call('release_session_key', [key], 5_000, new AbortController().signal).catch(() => {})
      line.close()
    },
  }
}

function remoteSurvey(row: unknown): RemoteSurvey {
  const { sid, surveyls_title, active, expires } = (row ?? {}) as Record<string, unknown>
  return {
    surveyId: Number(sid),
    title: String(surveyls_title ?? ''),
    active: active === 'Y',
    expires: typeof expires === 'string' && expires !== '' ? expires : null,
  }
}
