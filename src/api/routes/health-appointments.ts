import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changeAppointment } from '../../health/appointments/change-appointment.ts'
import { feedAppointments } from '../../health/appointments/feed-appointments.ts'
import { defaultBody, defaultSubject, placeholders } from '../../health/appointments/mail-template.ts'
import { addMotive, changeMotive, feedMotive, readMotives } from '../../health/appointments/motives.ts'
import { previewMail } from '../../health/appointments/preview-mail.ts'
import {
  type Appointment,
  type AppointmentQuery,
  readAppointments,
} from '../../health/appointments/read-appointments.ts'
import { acting } from '../acting.ts'
import { feedAnswer, takenRecord } from '../answers/feed-answer.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { noteLook } from '../note-look.ts'
import { problem } from '../problem.ts'
import { pathId } from '../schemas/common.ts'
import {
  appointment,
  appointmentEdit,
  appointmentFeed,
  appointmentPage,
  appointmentQuery,
  fedAppointment,
  fedAppointmentAnswer,
  fedMotive,
  fedMotiveAnswer,
  mailPreview,
  mailPreviewQuestion,
  motive,
  motiveEdit,
  motiveList,
  newMotive,
} from '../schemas/health-appointments.ts'
import { feedAnswer as feedAnswerSchema, referencePath } from '../schemas/health-feeding.ts'
import type { ApiServices } from '../services.ts'

const tags = ['appointments']
const reads = { access: { who: 'reader', of: 'health' } } as const
/** Who has an appointment, what for, and whether they came, is health data: it is for those who work with it. */
const acts = { access: { who: 'operator', of: 'health' } } as const
const sets = { access: { who: 'administrator', of: 'health' } } as const
const params = z.object({ id: pathId })

/** Rendez-vous, « Motifs et options », and the mails that remind of them. */
export function addHealthAppointments(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings, mail, place } = installation
  const now = () => engine.clock.now().toString()

  async function only(query: Pick<AppointmentQuery, 'id' | 'reference'>): Promise<Appointment> {
    const all = { from: null, until: null, states: null, motive: null, student: null, after: null }
    const present = { now: now(), timeZone: place.timeZone }
    const { items } = await readAppointments(
      database.pool,
      { ...all, descending: false, size: 1, ...query },
      present,
    )
    if (items[0] === undefined) throw problem('NOT_FOUND')
    return items[0]
  }

  const motiveOf = async (id: number) =>
    (await readMotives(database.pool, now())).find((one) => one.id === id)!

  server.get(
    '/api/health/appointments',
    {
      config: acts,
      schema: {
        tags,
        summary: 'Appointments by their start, with where the reminder of each stands',
        querystring: appointmentQuery,
        response: { 200: appointmentPage },
      },
    },
    async (request) => {
      const { from, until, state, motive: of, student, order, after, size } = request.query
      await noteLook(services, request, 'appointments.listed', { from, until, state, motive: of, student })
      return await answerEdit(
        readAppointments(
          database.pool,
          {
            from: from ?? null,
            until: until ?? null,
            states: state === undefined || state.length === 0 ? null : state,
            motive: of ?? null,
            student: student ?? null,
            after: after ?? null,
            descending: order === 'desc',
            size,
          },
          { now: now(), timeZone: place.timeZone },
        ),
      )
    },
  )

  server.put(
    '/api/health/appointments/by-reference/:reference',
    {
      config: acts,
      schema: {
        tags,
        summary: 'Makes the appointment of this reference be what is given',
        params: referencePath,
        body: fedAppointment,
        response: { 200: fedAppointmentAnswer },
      },
    },
    async (request) => {
      const { reference } = request.params
      const given = { ...request.body, reference }
      const [fed] = await feedAppointments(database, acting(request), [given], now())
      const { outcome } = takenRecord(fed!)
      return { outcome, appointment: await only({ reference }) }
    },
  )

  server.post(
    '/api/health/appointments',
    {
      config: acts,
      schema: {
        tags,
        summary: 'The same for up to 500 appointments, each with its outcome',
        body: appointmentFeed,
        response: { 200: feedAnswerSchema },
      },
    },
    async (request) => {
      const outcomes = await feedAppointments(database, acting(request), request.body.items, now())
      return feedAnswer(outcomes, request.language)
    },
  )

  server.patch(
    '/api/health/appointments/:id',
    {
      config: acts,
      schema: {
        tags,
        summary: 'Confirms, cancels or moves an appointment, or says whether the student came',
        params,
        body: appointmentEdit,
        response: { 200: appointment },
      },
    },
    async (request) => {
      const { id } = request.params
      const { version, ...edit } = request.body
      await answerEdit(changeAppointment(database, acting(request), id, version, edit, now()))
      // An edit that changes nothing answers with who it is all the same.
      await noteLook(services, request, 'appointments.listed', { appointment: id })
      return await only({ id })
    },
  )

  server.get(
    '/api/health/appointment-motives',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Motives, with what reminds of their appointments',
        response: { 200: motiveList },
      },
    },
    async () => ({
      items: await readMotives(database.pool, now()),
      defaults: { subject: defaultSubject, body: defaultBody },
      placeholders: [...placeholders],
    }),
  )

  server.post(
    '/api/health/appointment-motives',
    {
      config: sets,
      schema: { tags, summary: 'Adds a motive', body: newMotive, response: { 201: motive } },
    },
    async (request, reply) => {
      const id = await answerEdit(addMotive(database, acting(request), given(request.body)))
      return reply.code(201).send(await motiveOf(id))
    },
  )

  server.patch(
    '/api/health/appointment-motives/:id',
    {
      config: sets,
      schema: { tags, summary: 'Changes a motive', params, body: motiveEdit, response: { 200: motive } },
    },
    async (request) => {
      const { id } = request.params
      const { version, ...edit } = request.body
      await answerEdit(changeMotive(database, acting(request), id, version, given(edit)))
      return await motiveOf(id)
    },
  )

  server.put(
    '/api/health/appointment-motives/by-reference/:reference',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Makes the motive of this reference be what is given; its reminder stays as it is',
        params: referencePath,
        body: fedMotive,
        response: { 200: fedMotiveAnswer },
      },
    },
    async (request) => {
      const fed = await answerEdit(
        feedMotive(database, acting(request), request.params.reference, given(request.body)),
      )
      return { outcome: fed.outcome, motive: await motiveOf(fed.id) }
    },
  )

  server.post(
    '/api/health/appointment-motives/mail-preview',
    {
      config: reads,
      schema: {
        tags,
        summary: 'The mail that these templates make for a fictional appointment; nothing is saved or sent',
        body: mailPreviewQuestion,
        response: { 200: mailPreview },
      },
    },
    async (request) => {
      const { publicLabel, mailSubject, mailBody } = request.body
      const preview = await previewMail(
        {
          publicLabel: publicLabel ?? null,
          mailSubject: mailSubject ?? null,
          mailBody: mailBody ?? null,
        },
        { settings, mail, now: engine.clock.now(), timeZone: place.timeZone },
      )
      return { ...preview, omitted: [...preview.omitted], faults: worded(request, preview.faults) }
    },
  )
}

function worded<P extends string>(
  { language }: FastifyRequest,
  faults: readonly { readonly path: P; readonly message: Readonly<Record<'fr' | 'en', string>> }[],
) {
  return faults.map(({ path, message }) => ({ path, message: message[language] }))
}

/** Without the members that the request leaves out. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
