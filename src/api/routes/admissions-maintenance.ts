import { readMaintenanceMessage } from '../../admissions/maintenance/message.ts'
import { plannedSwitches, readAdmissionsStatus, utc } from '../../admissions/maintenance/status.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { rememberBriefly } from '../../platform/brief-memory.ts'
import { type Queryable, transaction } from '../../platform/database.ts'
import { readMaintenance, setMaintenance } from '../../platform/maintenance.ts'
import { actorOf } from '../actor.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import {
  type AdmissionsMaintenance,
  admissionsMaintenance,
  admissionsMaintenanceChange,
  admissionsStatus,
} from '../schemas/admissions-candidates.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions']
/** Every open page of a candidate asks. */
const rememberedMs = 500

/** Closing admissions to candidates and to everyone but their administrators, and opening them again (admissions.md 3.1). */
export function addAdmissionsMaintenance(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { pool } = installation.database

  const status = rememberBriefly(
    async () =>
      await readAdmissionsStatus(pool, {
        now: engine.clock.now(),
        message: await readMaintenanceMessage(installation.settings),
      }),
    rememberedMs,
  )

  async function answer(db: Queryable): Promise<AdmissionsMaintenance> {
    const [now, planned, message] = [
      await readMaintenance(db, 'admissions'),
      await plannedSwitches(db),
      await readMaintenanceMessage(installation.settings),
    ]
    return {
      ...now,
      message,
      nextOn: planned.on === null ? null : utc(planned.on),
      nextOff: planned.off === null ? null : utc(planned.off),
    }
  }

  server.get(
    '/api/admissions/status',
    {
      config: { access: { who: 'anyone' } },
      schema: {
        tags,
        summary: 'Whether candidates are let in, and whether that ends within minutes',
        response: { 200: admissionsStatus },
      },
    },
    async () => ({ ...(await status()), timeZone: installation.place.timeZone }),
  )

  server.get(
    '/api/admissions/maintenance',
    {
      config: { access: { who: 'administrator', of: 'admissions' } },
      schema: {
        tags,
        summary: 'The maintenance of admissions, and when it is switched by plan',
        response: { 200: admissionsMaintenance },
      },
    },
    async () => await answer(pool),
  )

  server.put(
    '/api/admissions/maintenance',
    {
      config: { access: { who: 'administrator', of: 'admissions' } },
      schema: {
        tags,
        summary: 'Close admissions to everyone but their administrators, or open them again',
        description: 'Refused (ALREADY_SWITCHED) where somebody else has done it already: nothing changes.',
        body: admissionsMaintenanceChange,
        response: { 200: admissionsMaintenance },
      },
    },
    async (request) => {
      const { author, address, now } = actorOf(services, request)
      const { on } = request.body
      return await transaction(pool, async (client) => {
        const { changed } = await setMaintenance(client, 'admissions', { on, by: author, now })
        if (!changed) throw alreadySwitched(on, (await readMaintenance(client, 'admissions')).by)
        await recordAudit(client, {
          actor: author,
          action: on ? 'maintenance.on' : 'maintenance.off',
          subject: 'maintenance:admissions',
          application: 'admissions',
          address,
        })
        return await answer(client)
      })
    },
  )
}

function alreadySwitched(on: boolean, by: string | null) {
  return problem('ALREADY_SWITCHED', {
    detail: on
      ? {
          fr: `La maintenance est déjà active${by === null ? '' : ` : ${by} l’a activée`}. Rien n’a changé.`,
          en: `Maintenance is on already${by === null ? '' : `: ${by} switched it on`}. Nothing changed.`,
        }
      : {
          fr: 'L’application est déjà en service : quelqu’un d’autre l’a rouverte. Rien n’a changé.',
          en: 'The application is open already: somebody else opened it again. Nothing changed.',
        },
  })
}
