import { STATUS_CODES } from 'node:http'
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
import { ownership } from './ownership.ts'
import { ProblemError, problem, problemBody } from './problem.ts'
import { addRoutes } from './routes.ts'
import type { ApiServices } from './services.ts'

/**
 * The HTTP server: `/api/…` answers JSON (problems as RFC 9457), `/api/docs` shows its OpenAPI description, anything
 * else is the back-office of `web/`. Not listening yet; `inject` asks it without a port.
 */
export async function buildServer(services: ApiServices): Promise<ApiServer> {
  const server = fastify({
    logger: false,
    trustProxy: '127.0.0.1',
    bodyLimit: 1_000_000,
    // A slow client may not hold a connection for ever; uploads have a limit of their own.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 200 },
  }) as unknown as ApiServer
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)

  const owners = ownership(services)
  server.decorateRequest('visitor', null)
  server.decorateRequest('language', 'fr')
  server.addHook('onRoute', (route) => {
    if (route.config?.access === undefined && !route.url.startsWith('/api/docs') && route.method !== 'HEAD')
      throw new Error(`${route.method} ${route.url} does not say who may use it (config.access)`)
  })
  server.addHook('onRequest', async (request) => {
    request.language = preferredLanguage(request)
    request.visitor = await services.identify(request)
    if (request.visitor !== null) request.language = request.visitor.locale
    const access = request.routeOptions.config?.access
    if (access !== undefined) await checkAccess(access, request.visitor, request, owners)
  })
  server.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(error, request, reply, services),
  )
  server.setNotFoundHandler((request, reply) => sendProblem(problem('NOT_FOUND'), request, reply, services))

  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Nocturne', version: services.version, description: 'Batches, exécutions, imports.' },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'nocturne_session' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await server.register(swaggerUi, { routePrefix: '/api/docs' })
  await addRoutes(server, services)
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
