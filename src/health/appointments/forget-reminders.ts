import type { RunContext } from '../../batch/run-context.ts'

const keepMonths = 12

/**
 * What `CLEAN` does for appointments: forgets reminders after twelve months (health.md 5.6). One whose appointment is
 * still to come stays, however old: it is what keeps that appointment from being reminded twice.
 */
export async function forgetReminders({
  database,
  clock,
  place,
}: RunContext): Promise<{ readonly rappels_purges: number }> {
  const now = clock.now()
  const { rowCount } = await database.pool.query(
    'delete from appointment_reminder where created_at < $1 and for_start < $2',
    [
      now.toZonedDateTimeISO(place.timeZone).subtract({ months: keepMonths }).toInstant().toString(),
      now.toString(),
    ],
  )
  return { rappels_purges: rowCount ?? 0 }
}
