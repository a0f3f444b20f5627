import { STATUS_CODES } from 'node:http'
import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { checkAccess } from './access.ts'
import type { ApiServer } from './api-server.ts'
import { addBackOffice } from './back-office.ts'
import { useCanonicalCode } from './batch-aliases.ts'
import { limitBodies, usualPatience } from './body-patience.ts'
import { identifyCandidate } from './candidate-session-cookie.ts'
import { checkCsrf } from './csrf.ts'
import { maintenanceGate } from './maintenance-gate.ts'
import { ownership } from './ownership.ts'
import { ProblemError, problem, problemBody } from './problem.ts'
import { addRateLimits } from './rate-limits.ts'
import { addRoutes } from './routes.ts'
import { docsPolicy, secure } from './security-headers.ts'
import type { ApiServices } from './services.ts'
import { isSecure, publicUrlOf, sessionCookie } from './session-cookie.ts'
import { isHost, refuseUnstorable } from './storable-request.ts'

/**
 * The HTTP server: `/api/…` answers JSON (problems as RFC 9457), `/api/docs` shows its OpenAPI description, anything
 * else is the back-office of `web/`. Not listening yet; `inject` asks it without a port.
 */
export async function buildServer(services: ApiServices): Promise<ApiServer> {
  const server = fastify({
    logger: false,
    trustProxy: services.installation.configuration.trustedProxies,
    bodyLimit: 1_000_000,
    // It would count for uploads too: see `limitBodies`.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 200 },
    // An address that cannot even be read (`/%`) is answered like any other fault.
    frameworkErrors: (error, request, reply) => {
      secure(request, reply, isSecure(services, request))
      return sendProblem(error, request, reply, services)
    },
  }) as unknown as ApiServer
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)

  const owners = ownership(services)
  server.decorateRequest('visitor', null)
  server.decorateRequest('session', null)
  server.decorateRequest('candidate', null)
  server.decorateRequest('language', 'fr')
  server.addHook('onRoute', (route) => {
    // Below /api/docs, the API's description; outside of /api, the files of the back-office: open to anyone.
    const open = route.url.startsWith('/api/docs') || !route.url.startsWith('/api')
    if (route.config?.access === undefined && !open && route.method !== 'HEAD')
      throw new Error(`${route.method} ${route.url} does not say who may use it (config.access)`)
  })
  limitBodies(server, services.bodyPatience ?? usualPatience)
  await server.register(cookie)
  const limits = await addRateLimits(server, services.installation.configuration.rateLimit)
  const refuseInMaintenance = maintenanceGate(services, owners)
  server.addHook('onRequest', async (request, reply) => {
    secure(request, reply, isSecure(services, request))
    request.language = preferredLanguage(request)
    // Of HTTP/1.0, without a host, only signs of life are asked for.
    if (request.host !== '' && !isHost(request.host)) throw problem('INVALID_REQUEST', { detail: 'Host' })
    refuseUnstorable(request.params, request.query)
    useCanonicalCode(request, services.engine.catalogue)
    await limits.ofAddress(request, reply)
    request.visitor = await services.identify(request)
    if (request.visitor !== null) request.language = request.visitor.locale
    await limits.ofAccount(request, reply)
    const access = request.routeOptions.config?.access
    if (access?.who === 'candidate') request.candidate = await identifyCandidate(services, request)
    checkCsrf(request, publicUrlOf(services, request))
    await refuseInMaintenance(access, request, reply)
    if (access !== undefined) await checkAccess(access, request.visitor, request, owners)
  })
  server.addHook('preValidation', async (request) => refuseUnstorable(request.body))
  server.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(error, request, reply, services),
  )
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Nocturne', version: services.version, description: 'Batches, exécutions, imports.' },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          // Under https: __Host-nocturne_session.
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await server.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: docsPolicy })
  await addRoutes(server, services)
  await addBackOffice(server)
  return server
}

function preferredLanguage(request: FastifyRequest): 'fr' | 'en' {
  const asked = request.headers['accept-language'] ?? ''
  const first = asked.split(',').find((part) => /^\s*(fr|en)\b/i.test(part))
  return first !== undefined && /^\s*en/i.test(first) ? 'en' : 'fr'
}

async function sendProblem(
  error: FastifyError | ProblemError,
  request: FastifyRequest,
  reply: FastifyReply,
  { log }: ApiServices,
): Promise<void> {
  const known = asProblem(error)
  if (known.status >= 500 && known.code === 'INTERNAL')
    log.error('request failed', { method: request.method, route: request.routeOptions.url, error })
  const body = problemBody(known, request.language)
  reply.code(body.status).header('content-type', 'application/problem+json; charset=utf-8')
  return reply.serializer((value: unknown) => JSON.stringify(value)).send(body)
}

function asProblem(error: FastifyError | ProblemError): ProblemError {
  if (error instanceof ProblemError) return error
  if (hasZodFastifySchemaValidationErrors(error))
    return problem('INVALID_FIELDS', {
      errors: error.validation.map((fault) => ({
        path: fault.instancePath.replace(/^\//, '').replaceAll('/', '.'),
        message: fault.message ?? '',
      })),
    })
  const status = error.statusCode ?? 500
  if (status === 413) return problem('TOO_LARGE')
  if (status === 429) return problem('TOO_MANY_REQUESTS')
  if (status >= 400 && status < 500)
    return problem('INVALID_REQUEST', { detail: error.message || (STATUS_CODES[status] ?? '') })
  return problem('INTERNAL')
}
