import { SurveyFailure } from './survey-failure.ts'

/** A response as it was exported: question codes and what was answered, in the order of the survey. */
export interface RemoteResponse {
  readonly id: number
  readonly fields: readonly (readonly [code: string, value: string])[]
}

/**
 * The responses of an export: base64 of a JSON document, whose responses are objects (from 5.x) or objects of one entry
 * under their identifier (up to 3.x); which of both is seen from each. Throws `SurveyFailure`.
 */
export function readExport(result: unknown): RemoteResponse[] {
  if (typeof result !== 'string' || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(result)) throw unreadable()
  let document: unknown
  try {
    document = JSON.parse(
      Buffer.from(result, 'base64')
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    )
  } catch {
    throw unreadable()
  }
  const responses = (document as { responses?: unknown } | null)?.responses
  if (Array.isArray(responses)) return responses.map(readOne)
  // A PHP array whose keys do not count up from 0 is an object in JSON.
  if (isObject(responses)) return Object.entries(responses).map(([id, value]) => readOne({ [id]: value }))
  throw unreadable()
}

/** LimeSurvey counts responses in 32 bits. */
const largestId = 2_147_483_647

function readOne(value: unknown): RemoteResponse {
  if (!isObject(value)) throw unreadable()
  const entries = Object.entries(value)
  const [key, only] = entries[0] ?? []
  const inner = entries.length === 1 && isObject(only) ? only : null
  const fields = Object.entries(inner ?? value)
  const id = Number(fields.find(([code]) => code === 'id')?.[1] ?? (inner === null ? Number.NaN : key))
  if (!Number.isInteger(id) || id < 1 || id > largestId) throw unreadable()
  return { id, fields: fields.map(([code, answer]) => [tidy(code), tidy(textOf(answer))]) }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a database can keep: no NUL, no half of a character. */
function tidy(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const unreadable = () => new SurveyFailure('malformed', 'export illisible de LimeSurvey')
