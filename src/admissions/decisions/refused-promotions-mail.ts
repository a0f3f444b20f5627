import type { RunContext } from '../../batch/run-context.ts'
import type { Queryable } from '../../platform/database.ts'
import { writeHeldMail } from '../../platform/outgoing-mail.ts'
import { functionalAdministrators } from '../settings.ts'

/** A mail that waits for the end of its run leaves after so long without: the run has died, or was ended. */
const heldMinutes = 10
/** Of a very bad night, the mail tells the beginning. */
const mostLines = 200

export interface RefusedPromotion {
  readonly formationCode: string
  readonly dossierNo: string
  /** Civil date that the promotion would have had; null: none. */
  readonly deadline: string | null
}

/** Tells functional administrators, once a run, which promotions were refused and what to set (admissions.md 3.13). */
export interface RefusedPromotionsMail {
  /** In the transaction of the withdrawal: whatever becomes of the run, it is told. */
  write(client: Queryable, refused: readonly RefusedPromotion[]): Promise<void>
  /** Lets it go, at the end of the run. */
  release(refused: readonly RefusedPromotion[]): Promise<void>
}

export async function refusedPromotionsMail(context: RunContext): Promise<RefusedPromotionsMail> {
  const { database, settings, run, clock, log } = context
  const to = await settings.get(functionalAdministrators)
  const occasion = `admissions:promotions-refused:run:${run.id}`
  return {
    async write(client, refused) {
      if (to.length === 0) return
      const leavesAt = clock.now().add({ minutes: heldMinutes })
      await writeHeldMail(client, occasion, letter(to, refused), leavesAt)
    },
    async release(refused) {
      if (refused.length === 0) return
      if (to.length === 0)
        log.warn(`personne à prévenir des promotions refusées : réglez ${functionalAdministrators.key}`)
      else await writeHeldMail(database.pool, occasion, letter(to, refused), clock.now())
    },
  }
}

function letter(to: readonly string[], refused: readonly RefusedPromotion[]) {
  const lines = refused.slice(0, mostLines).map(({ formationCode, dossierNo, deadline }) => {
    const why =
      deadline === null ? 'aucune date limite' : `date limite du ${deadline.split('-').reverse().join('/')}`
    return `- formation ${formationCode}, dossier ${dossierNo} : ${why}`
  })
  const more = refused.length - lines.length
  return {
    to,
    subject: `[Nocturne] BATCH_DESIST_AUTO : ${refused.length} promotion(s) de liste complémentaire refusée(s)`,
    text: [
      'Des places se sont libérées, mais le premier de la liste complémentaire n’a pas été promu : sa date limite de',
      'confirmation serait passée, ou il n’en aurait aucune.',
      '',
      ...lines,
      ...(more > 0 ? [`- et ${more} autre(s) : voir le journal de l’exécution`] : []),
      '',
      'Donnez à ces formations un délai ou une date à venir de confirmation de liste complémentaire, puis prononcez',
      'vous-même l’avis favorable de ces dossiers.',
      '',
    ].join('\n'),
  }
}
