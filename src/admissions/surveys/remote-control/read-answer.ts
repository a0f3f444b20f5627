import type { HttpAnswer } from './post-json.ts'
import { SurveyFailure, type SurveyFailureKind } from './survey-failure.ts'

/** Statuses by which LimeSurvey says that there is nothing: no failure. */
export type NothingThere = 'no-responses' | 'never-activated' | 'no-surveys'

export type RemoteResult =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'nothing'; readonly why: NothingThere }

/**
 * What a call of RemoteControl 2 came to. Its business errors are `{"status": …}` under HTTP 200; its exceptions carry SQL
 * with values, of which only the SQLSTATE is told; what it does not know is a page of HTML. Throws `SurveyFailure`.
 */
export function readAnswer({ status, body }: HttpAnswer, method: string, id: number): RemoteResult {
  if (status >= 300 && status < 400)
    throw new SurveyFailure('http', `LimeSurvey redirige (${status}) : donnez l'adresse définitive`)
  if (status !== 200)
    throw new SurveyFailure(
      'http',
      `LimeSurvey répond ${status}${isPage(body) ? ' (une page HTML)' : ''} à ${method}`,
    )
  if (body.trim() === '')
    throw new SurveyFailure(
      'malformed',
      "LimeSurvey n'a rien répondu : activez l'interface JSON-RPC (paramètres globaux, Interfaces)",
    )
  const { result, error, id: answered } = parsed(body, method)
  if (error !== null && error !== undefined)
    throw new SurveyFailure('remote-error', `LimeSurvey échoue sur ${method}${sqlState(error)}`)
  if (String(answered) !== String(id))
    throw new SurveyFailure('malformed', `LimeSurvey répond à une autre demande que ${method}`)
  if (isObject(result) && 'status' in result && result.status !== 'OK') return ofStatus(result.status, method)
  return { kind: 'value', value: result }
}

function parsed(body: string, method: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new SurveyFailure(
      'malformed',
      isPage(body)
        ? `LimeSurvey répond une page HTML à ${method} : vérifiez l'adresse, qui finit par /index.php/admin/remotecontrol`
        : `réponse illisible de LimeSurvey à ${method}`,
    )
  }
  if (!isObject(value) || !('result' in value || 'error' in value))
    throw new SurveyFailure('malformed', `réponse illisible de LimeSurvey à ${method}`)
  return value
}

const nothing: Readonly<Record<string, NothingThere>> = {
  'No surveys found': 'no-surveys',
  'No Data, survey table does not exist.': 'never-activated',
  'No Data, could not get max id.': 'no-responses',
}

const failures: readonly (readonly [RegExp, SurveyFailureKind, string])[] = [
  [
    /^Invalid user name or password/i,
    'refused',
    'LimeSurvey refuse le compte : vérifiez l’utilisateur et son mot de passe. Un seul essai a été fait ; après trois refus, LimeSurvey bloque l’adresse de ce serveur',
  ],
  [
    /maximum (number of )?login attempts/i,
    'locked-out',
    'LimeSurvey bloque l’adresse de ce serveur après trop de refus, même avec le bon mot de passe : attendez 10 minutes',
  ],
  [/^Invalid session key/i, 'session', 'LimeSurvey a fermé la session'],
  [
    /^No permission/i,
    'permission',
    'enquête inconnue de LimeSurvey, ou sans droit d’exporter ses réponses pour ce compte',
  ],
  [/^Language code not found/i, 'language', 'langue inconnue de l’enquête'],
]

function ofStatus(status: unknown, method: string): RemoteResult {
  if (typeof status !== 'string')
    throw new SurveyFailure('status', `LimeSurvey refuse ${method} sans dire pourquoi`)
  const why = nothing[status.trim()]
  if (why !== undefined) return { kind: 'nothing', why }
  const known = failures.find(([pattern]) => pattern.test(status.trim()))
  if (known !== undefined) throw new SurveyFailure(known[1], known[2])
  // Fixed words of LimeSurvey; what does not look like some is not repeated.
  const words = /^[\p{L} ,.:'’()-]{1,80}$/u.test(status) ? ` : ${status}` : ''
  throw new SurveyFailure('status', `LimeSurvey refuse ${method}${words}`)
}

function sqlState(error: unknown): string {
  const found = typeof error === 'string' ? /SQLSTATE\[(\w{2,10})\]/.exec(error) : null
  return found === null ? '' : ` (SQLSTATE ${found[1]})`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isPage = (body: string) => body.trimStart().startsWith('<')
