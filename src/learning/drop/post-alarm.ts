import type { TellAlarm } from '../../exchange/drop/drop-alarms.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Queryable } from '../../platform/database.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import type { Settings } from '../../platform/settings.ts'
import type { Locale } from '../../platform/text.ts'
import { dropAlarmRecipients } from '../settings/drop.ts'
import { alarmLetter } from './alarm-letter.ts'

/** Writes the mails of an alarm down with the alarm itself; they are sent with the others. */
export function postAlarm(place: {
  readonly settings: Settings
  readonly clock: Clock
  readonly timeZone: string
}): TellAlarm {
  return async (client, alarm) => {
    const addresses = await place.settings.get(dropAlarmRecipients)
    const recipients: Recipient[] =
      addresses.length > 0
        ? addresses.map((address) => ({ address, locale: 'fr' }))
        : await administrators(client)
    for (const { address, locale } of recipients)
      await postMail(
        client,
        `${alarm.occasion}:${address.toLowerCase()}`,
        alarmLetter(address, alarm, locale, place.timeZone),
        place.clock,
      )
  }
}

interface Recipient {
  readonly address: string
  readonly locale: Locale
}

async function administrators(db: Queryable): Promise<Recipient[]> {
  const { rows } = await db.query<Recipient>(
    `select distinct on (lower(email)) email as address, locale
     from account where enabled and administrator and email is not null order by lower(email), id`,
  )
  return rows
}
