import { longestCheckPeriodMs } from '../../batch/check-period.ts'
import { nextInstants } from '../../batch/schedule/next-instant.ts'
import { parseSchedule } from '../../batch/schedule/parse-schedule.ts'
import { scheduleNotes } from '../../batch/schedule/schedule-notes.ts'
import { scheduleWording } from '../answers/batch-answer.ts'
import { noteAnswer } from '../answers/batch-list.ts'
import { spaced } from '../answers/spaced.ts'
import type { ApiServer } from '../api-server.ts'
import { schedulePreview, schedulePreviewRequest } from '../schemas/schedules.ts'
import type { ApiServices } from '../services.ts'

/** What the edit window asks while somebody types. Nothing is saved. */
export function addSchedules(server: ApiServer, { engine, installation }: ApiServices): void {
  server.post(
    '/api/schedule-previews',
    {
      config: { access: { who: 'reader', of: 'any' } },
      schema: {
        tags: ['batches'],
        summary: 'What a schedule would mean: refusals, wording, next instants, notes',
        body: schedulePreviewRequest,
        response: { 200: schedulePreview },
      },
    },
    async (request) => {
      const now = engine.clock.now()
      const zone = installation.place.timeZone
      const checkPeriodMs = await longestCheckPeriodMs(installation.database.pool)
      const parsed = parseSchedule(request.body.schedule, { now, zone, checkPeriodMs })
      if (!parsed.ok) return { refusals: parsed.refusals, wording: null, instants: [], notes: [] }
      const { schedule } = parsed
      return {
        refusals: [],
        wording: scheduleWording(schedule, now, zone),
        instants: nextInstants(schedule, now, zone, request.body.count).map((at) => ({
          at: at.toString(),
          note: noteAnswer(schedule, at, zone),
        })),
        notes: scheduleNotes(schedule, zone).map(spaced),
      }
    },
  )
}
