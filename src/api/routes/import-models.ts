import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  changeImportModel,
  createImportModel,
  deleteImportModel,
  type ModelEditing,
  type ModelValues,
  studentsByModel,
} from '../../health/import-models/edit-import-model.ts'
import { addModelCode, readModelCodes, removeModelCode } from '../../health/import-models/model-codes.ts'
import { protectableColumns } from '../../health/student-import/line/protectable-columns.ts'
import { listImportModels } from '../../health/student-import/store/import-model-store.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import type { ImportModel } from '../schemas/import-models.ts'
import {
  importModel,
  importModelEdit,
  importModelList,
  modelCodes,
  newImportModel,
  newModelCode,
} from '../schemas/import-models.ts'
import type { ApiServices } from '../services.ts'

const tags = ['import-models']
const params = z.object({ code: z.string().max(100) })
const reads = { access: { who: 'reader', of: 'health' } } as const
const changes = { access: { who: 'administrator', of: 'health' } } as const

/** Import models and what the registry's codes stand for under each. */
export function addImportModels(server: ApiServer, { installation }: ApiServices): void {
  const { database, place } = installation
  const editing = (request: FastifyRequest): ModelEditing => ({
    ...acting(request),
    database,
    canEncrypt: (place.encryption ?? null) !== null,
  })

  async function models(): Promise<ImportModel[]> {
    const [all, students] = await Promise.all([listImportModels(database.pool), studentsByModel(database)])
    return all.map(({ id, ...model }) => ({
      ...model,
      protectedColumns: [...model.protectedColumns],
      students: students.get(id) ?? 0,
    }))
  }
  const modelOf = async (code: string) => (await models()).find((model) => model.code === code)!

  server.get(
    '/api/import-models',
    { config: reads, schema: { tags, summary: 'All import models', response: { 200: importModelList } } },
    async () => ({ items: await models(), protectableColumns: [...protectableColumns] }),
  )

  server.post(
    '/api/import-models',
    {
      config: changes,
      schema: { tags, summary: 'Adds a model', body: newImportModel, response: { 201: importModel } },
    },
    async (request, reply) => {
      const { code, ...values } = request.body
      await answerEdit(createImportModel(editing(request), code, values))
      return reply.code(201).send(await modelOf(code))
    },
  )

  server.patch(
    '/api/import-models/:code',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Changes a model; choosing it for the night unchooses the other one',
        params,
        body: importModelEdit,
        response: { 200: importModel },
      },
    },
    async (request) => {
      const { code } = request.params
      await answerEdit(changeImportModel(editing(request), code, given(request.body)))
      return await modelOf(code)
    },
  )

  server.delete(
    '/api/import-models/:code',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Removes a model that nothing refers to',
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await answerEdit(deleteImportModel(editing(request), request.params.code))
      return reply.code(204).send(null)
    },
  )

  server.get(
    '/api/import-models/:code/codes',
    {
      config: reads,
      schema: {
        tags,
        summary: "What the registry's codes stand for",
        params,
        response: { 200: modelCodes },
      },
    },
    async ({ params: { code } }) => ({ items: await answerEdit(readModelCodes(database.pool, code)) }),
  )

  server.post(
    '/api/import-models/:code/codes',
    {
      config: changes,
      schema: { tags, summary: 'Adds a mapping', params, body: newModelCode, response: { 201: modelCodes } },
    },
    async (request, reply) => {
      const { code } = request.params
      await answerEdit(addModelCode(database, acting(request), code, request.body))
      return reply.code(201).send({ items: await readModelCodes(database.pool, code) })
    },
  )

  server.delete(
    '/api/import-models/:code/codes/:nomenclature/:sourceCode/:itemId',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Removes a mapping',
        params: params.extend({
          nomenclature: z.string().max(100),
          sourceCode: z.string().max(50),
          itemId: z.coerce.number().int().positive(),
        }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { code, ...mapping } = request.params
      await answerEdit(removeModelCode(database, acting(request), code, mapping))
      return reply.code(204).send(null)
    },
  )
}

/** The members that the request gives. */
function given(edit: z.infer<typeof importModelEdit>): Partial<ModelValues> {
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
}
