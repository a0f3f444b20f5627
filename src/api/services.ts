import type { FastifyRequest } from 'fastify'
import type { Engine } from '../batch/engine.ts'
import type { PaceLimits } from '../exchange/uploads/sending-pace.ts'
import type { Installation } from '../installation.ts'
import type { Log } from '../platform/logging.ts'
import type { BodyPatience } from './body-patience.ts'
import type { Visitor } from './visitor.ts'

/** What the routes stand on, handed down by whoever builds the server. */
export interface ApiServices {
  readonly installation: Installation
  readonly engine: Engine
  readonly log: Log
  readonly version: string
  /** Who makes this request: by session cookie or API token; null: nobody known. */
  identify(request: FastifyRequest): Promise<Visitor | null>
  /** How slowly a file may be sent; absent: what suits people. */
  readonly uploadPace?: PaceLimits
  /** How long other bodies may take; absent: what suits people. */
  readonly bodyPatience?: BodyPatience
}
