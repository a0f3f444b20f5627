import { z } from 'zod'
import { addItem, changeItem } from '../../health/nomenclatures/edit-item.ts'
import { importItems } from '../../health/nomenclatures/import-items.ts'
import { readItems, readNomenclatures } from '../../health/nomenclatures/read-nomenclatures.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { problem } from '../problem.ts'
import { pathId } from '../schemas/common.ts'
import {
  newNomenclatureItem,
  nomenclatureImport,
  nomenclatureItem,
  nomenclatureItemEdit,
  nomenclatureItemPage,
  nomenclatureItemQuery,
  nomenclatureList,
} from '../schemas/import-models.ts'
import type { ApiServices } from '../services.ts'

const tags = ['nomenclatures']
const params = z.object({ code: z.string().max(100) })
const reads = { access: { who: 'reader', of: 'health' } } as const
const changes = { access: { who: 'administrator', of: 'health' } } as const

/** Tens of thousands of items. */
const largestFile = 5_000_000

/** Code lists of the health service. */
export function addNomenclatures(server: ApiServer, { installation }: ApiServices): void {
  const { database } = installation

  server.get(
    '/api/nomenclatures',
    { config: reads, schema: { tags, summary: 'All code lists', response: { 200: nomenclatureList } } },
    async () => ({ items: (await readNomenclatures(database.pool)).map(({ id: _id, ...list }) => list) }),
  )

  server.get(
    '/api/nomenclatures/:code/items',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Items of a list, by code',
        params,
        querystring: nomenclatureItemQuery,
        response: { 200: nomenclatureItemPage },
      },
    },
    async ({ params: { code }, query: { search, parent, after, size } }) =>
      await answerEdit(
        readItems(database.pool, code, {
          search: search ?? null,
          parent: parent ?? null,
          after: after ?? null,
          size,
        }),
      ),
  )

  server.post(
    '/api/nomenclatures/:code/items',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Adds an item',
        params,
        body: newNomenclatureItem,
        response: { 201: nomenclatureItem },
      },
    },
    async (request, reply) => {
      const added = await answerEdit(addItem(database, acting(request), request.params.code, request.body))
      return reply.code(201).send(added)
    },
  )

  server.patch(
    '/api/nomenclatures/:code/items/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Changes the label of an item, or whether it is in use',
        params: params.extend({ id: pathId }),
        body: nomenclatureItemEdit,
        response: { 200: nomenclatureItem },
      },
    },
    async (request) => {
      const { code, id } = request.params
      return await answerEdit(changeItem(database, acting(request), code, id, request.body))
    },
  )

  // In a scope of its own: no other route takes raw files.
  server.register(async (scope: ApiServer) => {
    scope.addContentTypeParser(
      ['text/csv', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: largestFile },
      (_request, body, done) => done(null, body),
    )
    scope.post(
      '/api/nomenclatures/:code/items/import',
      {
        config: changes,
        bodyLimit: largestFile,
        schema: {
          tags,
          summary: 'Takes in a CSV file (text/csv) with the header code;label;parent',
          consumes: ['text/csv'],
          params,
          querystring: z.object({ dryRun: z.stringbool().default(false) }),
          response: { 200: nomenclatureImport },
        },
      },
      async (request) => {
        if (!Buffer.isBuffer(request.body)) throw problem('INVALID_REQUEST', { detail: notCsv })
        const { code } = request.params
        const { faults, ...result } = await answerEdit(
          importItems(database, acting(request), code, request.body, request.query.dryRun),
        )
        return { ...result, faults: [...faults] }
      },
    )
  })
}

const notCsv = {
  fr: 'Envoyez le fichier tel quel, avec le type text/csv',
  en: 'Send the file as it is, with type text/csv',
}
