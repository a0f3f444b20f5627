import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type NightSpan, nightHolding, nightOf } from '../../batch/night/night-span.ts'
import { firstRunAt, readNight, readUpcoming } from '../../batch/night/read-night.ts'
import { nightBeginsAt } from '../../batch/night/settings.ts'
import { type ToldNight, tellNight } from '../../batch/night/tell-night.ts'
import { readChecks } from '../../batch/read-checks.ts'
import { batchLabel } from '../answers/batch-answer.ts'
import { checksAnswer } from '../answers/batch-list.ts'
import { runAnswer } from '../answers/run-answer.ts'
import { spaced } from '../answers/spaced.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { type ApplicationCode, askedDate } from '../schemas/common.ts'
import { night } from '../schemas/nights.ts'
import type { ApiServices } from '../services.ts'
import { applicationsOf } from '../visitor.ts'

const latest = 'latest'

/** The account of a night: what ran, what did not, who mended what. */
export function addNights(server: ApiServer, { engine, installation }: ApiServices): void {
  const { place, settings } = installation
  const { pool } = installation.database

  server.get(
    '/api/nights/:date',
    {
      config: { access: { who: 'reader', of: 'any' } },
      schema: {
        tags: ['nights'],
        summary: 'A night, by the date on which it begins, or the latest one',
        params: z.object({ date: z.union([z.literal(latest), askedDate]) }),
        response: { 200: night },
      },
    },
    async (request) => {
      const now = engine.clock.now()
      const zone = place.timeZone
      const beginsAt = await settings.get(nightBeginsAt)
      const applications = applicationsOf(visitorOf(request))
      const first = await firstRunAt(pool)
      const earliest = first === null ? null : nightHolding(first, beginsAt, zone)
      const present = nightHolding(now, beginsAt, zone)
      const tell = async (span: NightSpan) =>
        tellNight(
          await readNight(pool, {
            span,
            now,
            zone,
            applications,
            labelOf: (code) => batchLabel(engine.catalogue, code),
          }),
        )

      const { date } = request.params
      let span = date === latest ? present : nightOf(Temporal.PlainDate.from(date), beginsAt, zone)
      let told = await tell(span)
      if (date === latest && isStillEmpty(told) && comesAfter(span, earliest)) {
        span = nightOf(span.date.subtract({ days: 1 }), beginsAt, zone)
        told = await tell(span)
      }
      const [upcoming, checks] = await Promise.all([
        readUpcoming(pool, applications),
        readChecks(pool, applications, now),
      ])
      return {
        ...nightAnswer(told, zone),
        date: span.date.toString(),
        from: span.from.toString(),
        to: span.to.toString(),
        now: now.toString(),
        previous: comesAfter(span, earliest) ? span.date.subtract({ days: 1 }).toString() : null,
        next: comesAfter(present, span) ? span.date.add({ days: 1 }).toString() : null,
        upcoming: upcoming.map(({ code, application, at }) => ({
          at,
          batchCode: code,
          application: application as ApplicationCode,
          label: batchLabel(engine.catalogue, code),
        })),
        checks: checksAnswer(checks, zone),
      }
    },
  )
}

/** In the afternoon nothing of the coming night has happened yet: the one that has just ended is of more interest. */
function isStillEmpty({ counts, exceptions }: ToldNight): boolean {
  const { finished, failed, interrupted, cancelled, skipped, running, queued } = counts
  return (
    finished + failed + interrupted + cancelled + skipped + running + queued === 0 && exceptions.length === 0
  )
}

function comesAfter(span: NightSpan, other: NightSpan | null): boolean {
  return other !== null && Temporal.PlainDate.compare(span.date, other.date) > 0
}

function nightAnswer({ lanes, counts, sentence, mood, exceptions }: ToldNight, zone: string) {
  return {
    lanes: lanes.map(({ batch, due, runs }) => ({
      batchCode: batch.code,
      application: batch.application as ApplicationCode,
      label: batch.label,
      due: due.map(String),
      runs: runs.map(({ run, abnormallyLong, medianSeconds }) => ({
        ...runAnswer(run, zone),
        abnormallyLong,
        medianSeconds,
      })),
    })),
    counts,
    sentence: spaced(sentence),
    mood,
    exceptions: exceptions.map((one) => ({
      kind: one.kind,
      batchCode: one.batchCode,
      application: one.application as ApplicationCode,
      label: one.label,
      runId: one.runId,
      at: one.at.toString(),
      sentence: spaced(one.sentence),
      acknowledged: one.acknowledged,
      mendedBy: one.mendedBy,
    })),
  }
}
