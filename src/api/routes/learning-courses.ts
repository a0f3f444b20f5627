import { deleteChosenCategories } from '../../learning/categories/category-acts.ts'
import { findEmptyCategories } from '../../learning/categories/delete-empty-categories.ts'
import { categoryPaths } from '../../learning/categories/empty-categories.ts'
import { searchCourses } from '../../learning/courses/search-courses.ts'
import { localDriver } from '../../learning/driver/local/local-driver.ts'
import { fileActs } from '../../learning/files/file-acts.ts'
import { learningFiles } from '../../learning/files/learning-files.ts'
import { generateCourseFile } from '../../learning/generators/generate-course-file.ts'
import { takeSnapshot } from '../../learning/sync/settings-snapshot.ts'
import { transaction } from '../../platform/database.ts'
import { acting } from '../acting.ts'
import { storedFileNow } from '../answers/stored-file.ts'
import type { ApiServer } from '../api-server.ts'
import { fieldProblem } from '../area-problem.ts'
import { problem } from '../problem.ts'
import {
  courseSearch,
  courseSearchQuery,
  deleteCategories,
  deletedCategories,
  emptyCategories,
  emptyCategoriesQuery,
  generatedFile,
  generateFile,
} from '../schemas/learning.ts'
import type { ApiServices } from '../services.ts'
import { searchTurns, turns } from '../turns.ts'

const tags = ['learning']

/** « Utilitaires de cours » : empty categories, and command files made from chosen courses. */
export function addLearningCourses(server: ApiServer, { installation }: ApiServices): void {
  const { database, settings, place } = installation
  const driver = localDriver({ database, transaction: (work) => transaction(database.pool, work) })
  const area = learningFiles(place)
  const acts = fileActs(database, area)
  const searching = turns(searchTurns)

  server.get(
    '/api/learning/categories/empty',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: {
        tags,
        summary: 'Categories that hold nothing, children first, and the parents to choose from',
        querystring: emptyCategoriesQuery,
        response: { 200: emptyCategories },
      },
    },
    ({ query: { parentId, ignoreEmptySubcategories } }) =>
      searching(async () => {
        const session = await driver.open('simulate')
        try {
          return await session.chunk(
            async ({ read }) => {
              const categories = await read.categories()
              const numbers = new Map(categories.map(({ id, idnumber }) => [id, idnumber]))
              const asked = { parentId: parentId ?? null, ignoreEmptySubcategories }
              const found = await findEmptyCategories(read, asked)
              const pathOf = categoryPaths(categories)
              const parents = categories.map((category) => ({ id: category.id, path: pathOf(category) }))
              return {
                items: found.map(({ id, path }) => ({ id, path, idnumber: numbers.get(id) ?? null })),
                parents: parents.sort((a, b) => a.path.localeCompare(b.path, 'fr')),
              }
            },
            async () => {},
          )
        } finally {
          await session.close()
        }
      }),
  )

  server.post(
    '/api/learning/categories/delete',
    {
      config: { access: { who: 'administrator', of: 'learning' } },
      schema: {
        tags,
        summary: 'Deletes those of these categories that are still empty',
        body: deleteCategories,
        response: { 200: deletedCategories },
      },
    },
    async (request) => {
      const outcome = await deleteChosenCategories(database, request.body, acting(request))
      if (!outcome.ok) throw problem('IN_USE', { detail: texts.inUse })
      return { deleted: outcome.deleted }
    },
  )

  server.get(
    '/api/learning/courses',
    {
      config: { access: { who: 'reader', of: 'learning' } },
      schema: {
        tags,
        summary: 'Courses by a part of their names, number or category',
        querystring: courseSearchQuery,
        response: { 200: courseSearch },
      },
    },
    ({ query }) => searching(() => searchCourses(database.pool, query)),
  )

  server.post(
    '/api/learning/generated-files',
    {
      config: { access: { who: 'operator', of: 'learning' } },
      schema: {
        tags,
        summary: 'Makes a deletion or reset file of chosen courses, among the command files',
        body: generateFile,
        response: { 201: generatedFile },
      },
    },
    async (request, reply) => {
      const { kind, courseIds } = request.body
      const made = await generateCourseFile(driver, await takeSnapshot(settings), { kind, courseIds })
      if (made.courses === 0) throw fieldProblem('courseIds', texts.none)
      const name = await acts.generate(made.name, made.bytes, made.courses, acting(request))
      return reply.code(201).send({
        file: await storedFileNow(area, settings, 'commands', name),
        leftOut: made.leftOut.map(({ shortname }) => shortname),
      })
    },
  )
}

const texts = {
  inUse: {
    fr: 'Un cours arrive dans l’une de ces catégories, ou un traitement y travaille : rien n’a été supprimé. Recommencez ensuite',
    en: 'A course is coming into one of these categories, or a run works on them: nothing was deleted. Try again later',
  },
  none: {
    fr: 'Aucun des cours choisis n’existe encore avec l’identifiant que l’outil utilise : choisissez-en d’autres, ou changez l’identifiant de l’outil',
    en: 'None of the chosen courses is still there with the identifier that the tool goes by: choose others, or change the tool’s identifier',
  },
}
