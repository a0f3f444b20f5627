import type { FastifyRequest } from 'fastify'
import type { Engine } from '../batch/engine.ts'
import { acting } from './acting.ts'
import { visitorOf } from './api-server.ts'
import { refusalProblem } from './problem.ts'
import { may } from './visitor.ts'

/** Asks the engine for a run in the name of whoever makes the request. Throws the engine's refusal as a problem. */
export async function requestLaunch(
  engine: Engine,
  request: FastifyRequest,
  launch: {
    readonly code: string
    /** Over the plan's values; undefined: those alone. */
    readonly parameters: Readonly<Record<string, unknown>> | undefined
    /** The batch's code, typed, where it destroys. */
    readonly confirmation: string | undefined
  },
): Promise<{ runId: number }> {
  const { author, address, trigger } = acting(request)
  const { code, parameters, confirmation } = launch
  const application = engine.catalogue.get(code)?.application
  const outcome = await engine.requestRun({
    code,
    trigger,
    requestedBy: author,
    address,
    ...(parameters === undefined ? {} : { parameters }),
    reservedAsPlanned: application === undefined || !may(visitorOf(request), 'administrator', application),
    ...(confirmation === undefined ? {} : { confirmCode: confirmation }),
  })
  if (!outcome.ok) throw refusalProblem(outcome.refusal)
  return { runId: outcome.runId }
}
