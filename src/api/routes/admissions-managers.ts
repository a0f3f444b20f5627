import { feedManagers } from '../../admissions/managers/feed-managers.ts'
import { changeManager, findManager, type Manager, readManagers } from '../../admissions/managers/managers.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { noteLook } from '../note-look.ts'
import { admissionsFeedAnswer } from '../schemas/admissions-feeding.ts'
import {
  manager,
  managerEdit,
  managerFeed,
  managerPage,
  managerPath,
  managerQuery,
} from '../schemas/admissions-managers.ts'
import type { ApiServices } from '../services.ts'

const tags = ['managers']
const acts = { access: { who: 'operator', of: 'admissions' } } as const
const sets = { access: { who: 'administrator', of: 'admissions' } } as const
const base = '/api/admissions/managers'

/** Persons of the back office, as the directory knows them. They are not accounts of Nocturne. */
export function addAdmissionsManagers(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, place } = installation

  server.get(
    base,
    {
      config: acts,
      schema: {
        tags,
        summary: 'Persons of the back office by their logins, with their profiles',
        querystring: managerQuery,
        response: { 200: managerPage },
      },
    },
    async (request) => {
      const { q, service, profile = null, after = null, size } = request.query
      await noteLook(
        services,
        request,
        'managers.listed',
        { service, profile, searched: q !== '' },
        'admissions',
      )
      const inService = service === undefined ? null : service === 'in'
      const { items, more } = await readManagers(database.pool, {
        search: q,
        inService,
        profile,
        after,
        size,
      })
      return {
        items: items.map(answerOf),
        next: more ? items.at(-1)!.login : null,
        configured: (place.connections?.directory ?? null) !== null,
      }
    },
  )

  server.post(
    base,
    {
      config: sets,
      schema: {
        tags,
        summary: 'Makes persons be what is given, by their logins: each is taken or rejected by itself',
        body: managerFeed,
        response: { 200: admissionsFeedAnswer },
      },
    },
    async (request) => {
      const now = engine.clock.now().toString()
      const outcomes = await feedManagers(database, acting(request), request.body.items, now)
      const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length
      return {
        created: count('created'),
        updated: count('updated'),
        unchanged: count('unchanged'),
        rejected: count('rejected'),
        items: outcomes.map((one) =>
          one.outcome === 'rejected'
            ? {
                outcome: one.outcome,
                id: null,
                key: null,
                path: one.path,
                message: one.message[request.language],
              }
            : { outcome: one.outcome, id: null, key: one.login, path: null, message: null },
        ),
      }
    },
  )

  server.patch(
    `${base}/:login`,
    {
      config: sets,
      schema: {
        tags,
        summary: 'Changes a person and their profiles',
        params: managerPath,
        body: managerEdit,
        response: { 200: manager },
      },
    },
    async (request) => {
      const { login } = request.params
      const { version, ...edit } = request.body
      await answerEdit(
        changeManager(database, acting(request), login, version, edit, engine.clock.now().toString()),
      )
      return answerOf((await findManager(database.pool, login))!)
    },
  )
}

function answerOf({ profiles, lastLookAt, ...person }: Manager) {
  return {
    ...person,
    profiles: profiles.map((profile) => ({ ...profile })),
    lastLookAt: lastLookAt?.toISOString() ?? null,
  }
}
