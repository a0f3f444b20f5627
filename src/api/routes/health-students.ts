import { searchStudents } from '../../health/students/search-students.ts'
import type { ApiServer } from '../api-server.ts'
import { noteLook } from '../note-look.ts'
import { pickedStudents, studentSearchQuery } from '../schemas/health-students.ts'
import type { ApiServices } from '../services.ts'

/** Students to pick from, for whoever enters something about one. */
export function addHealthStudents(server: ApiServer, services: ApiServices): void {
  server.get(
    '/api/health/students',
    {
      config: { access: { who: 'operator', of: 'health' } },
      schema: {
        tags: ['students'],
        summary:
          'Live records by the beginning of a name, by INE, student code or login: at most 20. Whom it showed is noted',
        querystring: studentSearchQuery,
        response: { 200: pickedStudents },
      },
    },
    async (request) => {
      const items = await searchStudents(services.installation.database.pool, request.query.search)
      await noteLook(services, request, 'students.searched', { students: items.map(({ id }) => id) })
      return { items }
    },
  )
}
