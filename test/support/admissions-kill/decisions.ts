import { functionalAdministrators } from '../../../src/admissions/settings.ts'
import { addApplication, addDecision, addFormation, addPerson, type Scene } from '../admissions-scene.ts'
import { before, committed, type KillScene } from '../kill-bench.ts'
import { addPeople, day, instant, type OfficeStage, officeLeft, openOffice, rows } from './stage.ts'

/** Adds people with a decision, numbered in their order. */
function decider({ database }: OfficeStage, scene: Scene) {
  let people = 0
  const add = async (formation: number, type: number, decision: object) => {
    const person = await addPerson(database.pool, scene, ++people)
    const application = await addApplication(database.pool, scene, person, formation)
    await addDecision(database.pool, application, type, { validated_at: instant(-20), ...decision })
  }
  return {
    admit: (formation: number) => add(formation, scene.favourableId, {}),
    wait: (formation: number, rank: number | null) => add(formation, scene.waitingListId, { rank }),
  }
}

async function openDecidingOffice(stage: OfficeStage): Promise<Scene> {
  const scene = await openOffice(stage)
  await rows(
    stage,
    `update admissions.decision_type set mail_code = 'DECISION_FAVORABLE' where code = 'ADMIS'`,
  )
  return scene
}

const late = { confirm_by: day(-1), waiting_list: true }

const withdrawal: KillScene<OfficeStage> = {
  code: 'BATCH_DESIST_AUTO',
  // What an earlier run left, and each application.
  transactions: 6,
  // The second of two refused promotions is written down, nobody has been told, and the mail waits for its run.
  usual: [committed(5)],
  async fill(stage) {
    const { database, settings } = stage
    const scene = await openDecidingOffice(stage)
    await settings.set(functionalAdministrators.key, ['chef@example.org'], 'test')
    const listed = await addFormation(database.pool, scene, 'F1', { ...late, confirm_days_wl: 5 })
    const refused = await addFormation(database.pool, scene, 'F2', late)
    const refusedToo = await addFormation(database.pool, scene, 'F3', { ...late, confirm_days_wl: 0 })
    const unlisted = await addFormation(database.pool, scene, 'F4', { ...late, waiting_list: false })
    const { admit, wait } = decider(stage, scene)
    for (const formation of [listed, listed, refused, refusedToo, unlisted]) await admit(formation)
    for (const rank of [1, 2, 3]) await wait(listed, rank)
    await wait(refused, 1)
    await wait(refusedToo, 1)
  },
  // Two runs tell of their own refused promotions, each in a mail: each is told of once.
  left: async (stage) => {
    const isTold = (subject: string) => subject.includes('promotion(s) de liste complémentaire refusée(s)')
    const left = (await officeLeft({
      ...stage,
      inbox: {
        get mails() {
          return stage.inbox.mails.filter(({ subject }) => !isTold(subject))
        },
      },
    })) as object
    const told = stage.inbox.mails.filter(({ subject }) => isTold(subject))
    return {
      ...left,
      told: told.flatMap(({ text }) => text.split('\n').filter((one) => one.startsWith('- '))).sort(),
    }
  },
  empty: { selectionnes: 0, traites: 0, promus: 0 },
  emptyLine: 'aucune campagne en service : rien à faire',
}

const answeredMeanwhile: KillScene<OfficeStage> = {
  code: 'BATCH_DESIST_AUTO',
  about: 'et le second répond entre-temps',
  transactions: 0,
  // The first of two seats is given, the list is renumbered with the second: which is not free any more.
  usual: [committed(2)],
  moments: [committed(2)],
  async fill(stage) {
    const scene = await openDecidingOffice(stage)
    const formation = await addFormation(stage.database.pool, scene, 'F1', { ...late, confirm_days_wl: 5 })
    const { admit, wait } = decider(stage, scene)
    for (let n = 0; n < 2; n++) await admit(formation)
    for (const rank of [1, 2, 3]) await wait(formation, rank)
    await rows(stage, 'update admissions.decision set real_rank = rank')
  },
  async meanwhile(stage) {
    await rows(
      stage,
      `update admissions.application set accepted = true, answered_at = now(), answered_by = 'candidat' where id = 2`,
    )
  },
  left: (stage) =>
    rows(
      stage,
      `select application_id, real_rank from admissions.decision
       where id in (select max(id) from admissions.decision group by application_id) order by 1`,
    ),
  accepts: (left) =>
    JSON.stringify(left) ===
    JSON.stringify([
      [1, null],
      [2, null],
      [3, null],
      [4, 1],
      [5, 2],
    ]),
  empty: { selectionnes: 0, traites: 0, promus: 0 },
}

const reminder: KillScene<OfficeStage> = {
  code: 'BATCH_RELANCE_FAVO',
  // A hundred, and three more.
  transactions: 2,
  usual: [committed(1)],
  async fill(stage) {
    const scene = await openDecidingOffice(stage)
    await rows(stage, `update admissions.centre set bcc_mails = '{}'`)
    const formation = await addFormation(stage.database.pool, scene, 'F1', { confirm_by: day(1) })
    await addPeople(stage, scene, 103)
    await rows(
      stage,
      `with applied as (
         insert into admissions.application (sis_kind, candidate_id, formation_id)
         select sis_kind, id, $1 from admissions.candidate order by id
         returning id
       )
       insert into admissions.decision (application_id, type_id, validated, validated_at, created_by)
       select id, $2, true, now() - interval '20 days', 'testun' from applied order by id`,
      [formation, scene.favourableId],
    )
  },
  left: (stage) => officeLeft(stage, { posted: true }),
  empty: { selectionnes: 0, traites: 0 },
  emptyLine: 'aucune campagne en service : rien à faire',
}

const ranks: KillScene<OfficeStage> = {
  code: 'BATCH_CALCUL_RANG_LC',
  transactions: 3,
  usual: [before(2)],
  async fill(stage) {
    const scene = await openDecidingOffice(stage)
    const { wait } = decider(stage, scene)
    for (const code of ['F1', 'F2', 'F3']) {
      const formation = await addFormation(stage.database.pool, scene, code, { waiting_list: true })
      for (const rank of [7, 3, null, 3]) await wait(formation, rank)
    }
  },
  left: officeLeft,
  empty: { selectionnes: 0, traites: 0 },
  emptyLine: 'aucune campagne en service : rien à faire',
}

export const decisionScenes = [withdrawal, answeredMeanwhile, reminder, ranks]
