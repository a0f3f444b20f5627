import { ApiProblem, offlineCode, type ProblemBody } from './api-problem.ts'
import { isAttended } from './attention.ts'
import { asFrenchPrint } from './french-spaces.ts'
import { currentLocale } from './locale.ts'

/**
 * The one door to the server. Paths start with `/api`; a query is an object whose undefined and empty members are left
 * out. Answers are JSON, typed by the caller with the types of src/api/schemas; failures are `ApiProblem`s.
 */
export const api = {
  get: <T>(path: string, options: Options = {}) => call<T>('GET', path, undefined, options),
  post: <T = void>(path: string, body?: unknown, options: Options = {}) =>
    call<T>('POST', path, body, options),
  put: <T = void>(path: string, body?: unknown, options: Options = {}) => call<T>('PUT', path, body, options),
  patch: <T = void>(path: string, body?: unknown, options: Options = {}) =>
    call<T>('PATCH', path, body, options),
  delete: <T = void>(path: string, body?: unknown, options: Options = {}) =>
    call<T>('DELETE', path, body, options),
}

export type QueryValue = string | number | boolean | undefined | null | readonly string[]

export interface Options {
  query?: Readonly<Record<string, QueryValue>>
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

let csrfToken: string | undefined

/** The session's token, which every request that changes something must carry. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token
}

/** For uploads that go by XMLHttpRequest because they show their progress. */
export function requestHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = { 'accept-language': currentLocale() }
  if (!isAttended()) headers['x-nocturne-background'] = '1'
  if (method !== 'GET' && csrfToken) headers['x-csrf-token'] = csrfToken
  return headers
}

/** An address of the API with its query, also for links that download. */
export function apiUrl(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

async function call<T>(method: string, path: string, body: unknown, options: Options): Promise<T> {
  const form = body instanceof FormData || body instanceof Blob
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/problem+json',
      ...requestHeaders(method),
      ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    signal: options.signal ?? null,
  }
  if (body !== undefined) init.body = form ? body : JSON.stringify(body)
  const response = await send(apiUrl(path, options.query), init)
  const text = await response.text()
  if (!response.ok) throw problemOf(response.status, response.statusText, text)
  return (text ? parsed(text, response.status) : undefined) as T
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    // A request that was given up on purpose (the page was left) is no failure of the network.
    if (init.signal?.aborted) throw cause
    throw new ApiProblem({ status: 0, code: offlineCode, title: offlineCode }, { cause })
  }
}

/** Reads a failure, also one that a proxy in front of the server answers in its own words. */
export function problemOf(status: number, statusText: string, text: string): ApiProblem {
  const body = json(text)
  const title = `${status} ${statusText}`.trim()
  if (!isRecord(body)) return new ApiProblem({ status, code: `HTTP_${status}`, title })
  const problem = { code: `HTTP_${status}`, title, ...body, status } as ProblemBody
  return new ApiProblem(currentLocale() === 'fr' ? printedInFrench(problem) : problem)
}

function printedInFrench(body: ProblemBody): ProblemBody {
  return {
    ...body,
    title: asFrenchPrint(body.title),
    detail: body.detail === undefined ? undefined : asFrenchPrint(body.detail),
    errors: body.errors?.map((fault) => ({ ...fault, message: asFrenchPrint(fault.message) })),
  }
}

function parsed(text: string, status: number): unknown {
  const body = json(text)
  if (body === undefined) throw new ApiProblem({ status, code: 'NOT_JSON', title: 'NOT_JSON' })
  return body
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
