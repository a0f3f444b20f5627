import { Temporal } from 'temporal-polyfill'

/*
 * What a season should come to, kept by nobody but the test: people by number, their wishes, and the rules of the office said
 * once more in the plainest way. No batch and no table is asked.
 */

export type Fate =
  /** Never validated, nothing entered: removed after a few days. */
  | 'abandoned'
  /** Never validated, personal data entered: kept, and told. */
  | 'kept'
  /** Validated, nothing entered. */
  | 'idle'
  | 'confirms'
  | 'silent'
  | 'gives-up'
  /** Confirms, is poured, and then gives up. */
  | 'changes-mind'
  | 'waits'
  | 'refused'

export interface SeasonFormation {
  readonly code: string
  readonly keepsList: boolean
}

export interface Wish {
  readonly reference: string
  readonly formation: SeasonFormation
  decision: 'ADMIS' | 'LISTE' | 'REFUS' | null
  /** In the waiting list; never changes. */
  readonly rank: number | null
  answer: boolean | null
  /** Civil date. */
  deadline: string | null
  remindedFor: string | null
  opi: 'none' | 'to-pour' | 'poured' | 'to-withdraw' | 'withdrawn'
  promotions: number
}

export interface SeasonPerson {
  readonly n: number
  readonly dossierNo: string
  readonly fate: Fate
  /** In the order of their files. */
  readonly wishes: readonly Wish[]
  removed: boolean
}

const formationCount = 20
/** Confirmation of everybody, and days of whoever is promoted. */
export const confirmBy = '2027-05-31'
export const promotedDays = 10
export const reminderDays = 2

export interface SeasonModel {
  readonly formations: readonly SeasonFormation[]
  readonly people: readonly SeasonPerson[]
  /** Those of people who are still there, in the order of their file. */
  wishes(): Wish[]
  /** Who is mailed tonight. */
  remind(today: string): Wish[]
  /** Past deadlines tonight, and who gets the seats. */
  withdraw(today: string): { withdrawn: Wish[]; promoted: Wish[] }
  answer(wish: Wish, accepted: boolean, today: string): { promoted: Wish | null }
  /** What tonight's pouring makes of everything that waits. */
  pour(): { poured: Wish[]; withdrawn: Wish[] }
  ofFate(...fates: readonly Fate[]): SeasonPerson[]
}

export function seasonModel(size: number): SeasonModel {
  const formations = Array.from({ length: formationCount }, (_, at) => ({
    code: `F${String(at + 1).padStart(3, '0')}`,
    keepsList: at % 2 === 0,
  }))
  const ranks = new Map<string, number>()
  const people = Array.from({ length: size }, (_, at) => personOf(at + 1, formations, ranks))
  const self: SeasonModel = {
    formations,
    people,
    wishes: () => people.flatMap(({ wishes, removed }) => (removed ? [] : wishes)),
    ofFate: (...fates) => people.filter(({ fate }) => fates.includes(fate)),
    remind(today) {
      const until = dayAfter(today, reminderDays)
      const due = self
        .wishes()
        .filter((one) => unanswered(one) && one.deadline! >= today && one.deadline! <= until)
        .filter((one) => one.remindedFor !== one.deadline)
      for (const one of due) one.remindedFor = one.deadline
      return due
    },
    withdraw(today) {
      const withdrawn = self.wishes().filter((one) => unanswered(one) && one.deadline! < today)
      for (const one of withdrawn) one.answer = false
      const promoted = withdrawn.flatMap(({ formation }) => promote(formation, today) ?? [])
      return { withdrawn, promoted }
    },
    answer(wish, accepted, today) {
      if (!unanswered(wish) && !(wish.answer === true && !accepted)) throw new Error('not to be answered')
      wish.answer = accepted
      if (accepted) wish.opi = 'to-pour'
      else if (wish.opi === 'poured') wish.opi = 'to-withdraw'
      else wish.opi = 'none'
      return { promoted: accepted ? null : promote(wish.formation, today) }
    },
    pour() {
      const poured = self.wishes().filter(({ opi }) => opi === 'to-pour')
      const withdrawn = self.wishes().filter(({ opi }) => opi === 'to-withdraw')
      for (const one of poured) one.opi = 'poured'
      for (const one of withdrawn) one.opi = 'withdrawn'
      return { poured, withdrawn }
    },
  }

  function promote(formation: SeasonFormation, today: string): Wish | null {
    if (!formation.keepsList) return null
    const [first] = self
      .wishes()
      .filter((one) => one.formation === formation && one.decision === 'LISTE')
      .sort((one, other) => one.rank! - other.rank!)
    if (first === undefined) return null
    first.decision = 'ADMIS'
    first.deadline = dayAfter(today, promotedDays)
    first.promotions++
    return first
  }
  return self
}

export function unanswered({ decision, answer, deadline }: Wish): boolean {
  return decision === 'ADMIS' && answer === null && deadline !== null
}

export function dayAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** Of eighty people, so many each. */
const fates: readonly Fate[] = Array.from({ length: 80 }, (_, at) => {
  if (at < 4) return 'abandoned'
  if (at < 6) return 'kept'
  if (at < 8) return 'idle'
  if (at < 10) return 'confirms'
  if (at === 10) return 'changes-mind'
  if (at === 11) return 'gives-up'
  if (at === 12) return 'silent'
  if (at < 15) return 'waits'
  return 'refused'
})

function personOf(
  n: number,
  formations: readonly SeasonFormation[],
  ranks: Map<string, number>,
): SeasonPerson {
  const fate = fates[n % 80]!
  const dossierNo = `S${String(n).padStart(7, '0')}`
  const place = Math.floor(n / 80)
  const wish = (at: number, decision: Wish['decision']): Wish => {
    const formation = formations[at % formations.length]!
    const rank = decision === 'LISTE' ? (ranks.get(formation.code) ?? 0) + 1 : null
    if (rank !== null) ranks.set(formation.code, rank)
    return {
      reference: `${dossierNo}/${formation.code}`,
      formation,
      decision,
      rank,
      answer: null,
      deadline: decision === 'ADMIS' ? confirmBy : null,
      remindedFor: null,
      opi: 'none',
      promotions: 0,
    }
  }
  if (fate === 'abandoned' || fate === 'kept' || fate === 'idle')
    return { n, dossierNo, fate, wishes: [], removed: false }
  const decision = fate === 'waits' ? 'LISTE' : fate === 'refused' ? 'REFUS' : 'ADMIS'
  const wishes = [wish(place, decision), ...(n % 3 === 0 ? [wish(place + 1, null)] : [])]
  return { n, dossierNo, fate, wishes, removed: false }
}
