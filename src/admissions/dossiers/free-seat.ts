import type pg from 'pg'
import type { Clock } from '../../platform/clock.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import { type Promotion, promoteNext } from '../decisions/promote-next.ts'
import type { TemplateBook } from '../mails/template-book.ts'

/** What gives a freed seat to the first of the waiting list. */
export interface SeatSurroundings {
  readonly clock: Clock
  readonly templates: TemplateBook
  /** Setting `admissions.decisions.live-ranks`. */
  readonly liveRanks: boolean
  /** Setting `admissions.mail.functional-administrators`: told of promotions that are refused. */
  readonly administrators: readonly string[]
}

/**
 * A candidate gave their seat up: the next of the waiting list gets it, in the same transaction, once (admissions.md 3.13). A
 * promotion that would have no usable deadline is refused, and the functional administrators are told.
 */
export async function freeSeat(
  client: pg.ClientBase,
  seat: {
    readonly applicationId: number
    readonly formationId: number
    readonly campaignId: number
    readonly today: string
    readonly author: string
  },
  surroundings: SeatSurroundings,
): Promise<Promotion> {
  const { clock, administrators } = surroundings
  const promotion = await promoteNext(client, seat.formationId, { ...surroundings, ...seat, runId: null })
  if (promotion.kind === 'refused' && administrators.length > 0)
    await postMail(
      client,
      `admissions:promotion-refused:application:${seat.applicationId}`,
      refusalMail(administrators, promotion),
      clock,
    )
  return promotion
}

function refusalMail(
  to: readonly string[],
  { dossierNo, deadline }: { readonly dossierNo: string; readonly deadline: string | null },
) {
  const why =
    deadline === null
      ? 'il n’aurait aucune date limite de confirmation'
      : `sa date limite de confirmation serait le ${deadline.split('-').reverse().join('/')}`
  return {
    to,
    subject: '[Nocturne] Une promotion de liste complémentaire est refusée',
    text: `Un désistement a libéré une place, mais le dossier ${dossierNo}, premier de la liste complémentaire, n’a pas été promu : ${why}.

Donnez à sa formation un délai ou une date à venir de confirmation de liste complémentaire, puis prononcez vous-même
l’avis favorable de ce dossier.
`,
  }
}
