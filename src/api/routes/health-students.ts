import { searchStudents } from '../../health/students/search-students.ts'
import type { ApiServer } from '../api-server.ts'
import { pickedStudents, studentSearchQuery } from '../schemas/health-students.ts'
import type { ApiServices } from '../services.ts'

/** Students to pick from, for whoever enters something about one. */
export function addHealthStudents(server: ApiServer, { installation }: ApiServices): void {
  server.get(
    '/api/health/students',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags: ['students'],
        summary: 'Live records by the beginning of a name, by INE, student code or login: at most 20',
        querystring: studentSearchQuery,
        response: { 200: pickedStudents },
      },
    },
    async ({ query }) => ({ items: await searchStudents(installation.database.pool, query.search) }),
  )
}
