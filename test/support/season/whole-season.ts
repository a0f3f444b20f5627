import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestActivation } from '../../../src/admissions/campaigns/request-activation.ts'
import { answerApplication } from '../../../src/admissions/dossiers/answer-application.ts'
import { fileStore } from '../../../src/admissions/files/file-store.ts'
import { openTemplateBook } from '../../../src/admissions/mails/template-book.ts'
import { feedManagers } from '../../../src/admissions/managers/feed-managers.ts'
import { createOpiTables } from '../../../src/admissions/opi/target/suite/opi-target-suite.ts'
import { referenceTables } from '../../../src/admissions/siscol/tables.ts'
import { transaction } from '../../../src/platform/database.ts'
import { readMaintenance } from '../../../src/platform/maintenance.ts'
import { openRemoteDatabase, type RemoteDatabase } from '../../../src/platform/remote-database.ts'
import { createApogeeViews } from '../siscol-database.ts'
import { apogeeRows } from '../siscol-rows.ts'
import { filesThatTell, rowsThatTell } from './personal-leftovers.ts'
import {
  accountsOf,
  applicationsOf,
  attachmentName,
  attachmentsOf,
  candidateDomain,
  candidateName,
  decisionsOf,
  offerFiles,
} from './season-files.ts'
import { type SeasonPerson, seasonModel, unanswered, type Wish } from './season-model.ts'
import { type SeasonOffice, startSeasonOffice } from './season-office.ts'

/** The establishment's database, on whatever server. */
export interface Establishment {
  readonly url: string
  stop(): Promise<void>
}

const editor = { author: 'testun', address: null }

/**
 * A whole year of the office, in order: each test goes on where the one before has ended. What batches say, what the database
 * holds and what the systems around have got is compared each time with the books of `season-model.ts`.
 */
export function wholeSeason(subject: {
  readonly establishment: () => Promise<Establishment>
  /** Accounts of the year. */
  readonly size: number
}): void {
  const model = seasonModel(subject.size)
  /** People of the year before: destroyed while the year itself is still kept. */
  const elders: SeasonPerson[] = seasonModel(80)
    .people.filter(({ fate }) => fate !== 'abandoned' && fate !== 'kept')
    .map((person) => ({ ...person, dossierNo: person.dossierNo.replace('S', 'E') }))
  const depositing = model.ofFate('confirms').slice(0, 100)
  const replacing = depositing.slice(0, 7)
  let establishment: Establishment
  let remote: RemoteDatabase
  let office: SeasonOffice
  /** Identifiers of applications by dossier and formation. */
  let applications = new Map<string, number>()

  beforeAll(async () => {
    establishment = await subject.establishment()
    remote = await openRemoteDatabase(establishment.url)
    await createApogeeViews(remote, apogeeRows)
    await createOpiTables(remote)
    const { url } = establishment
    office = await startSeasonOffice('2026-09-20T08:00:00Z', { siscolUrl: url, opiUrl: url })
    await office.settings.set('admissions.opi.used', true, 'test')
    await office.settings.set('admissions.opi.immediate', false, 'test')
  })
  afterAll(async () => {
    await office?.stop()
    await remote?.close()
    await establishment?.stop()
  })

  const there = async (what: string) => {
    const [row] = await remote.query<{ n: number | string }>(`select count(*) as n from ${what}`)
    return Number(row!.n)
  }

  async function activate(code: string, archives: string | null): Promise<void> {
    const rows = await office.rows<{ id: number; code: string; version: number }>(
      'select id, code, version from admissions.campaign',
    )
    const one = (code: string | null) => rows.find((row) => row.code === code)
    const { id, version } = one(code)!
    await requestActivation(office.database, editor, {
      id,
      version,
      at: office.engine.clock.now().subtract({ minutes: 1 }).toString(),
      archivesId: one(archives)?.id ?? null,
    })
  }

  async function answer(wish: Wish, accepted: boolean): Promise<void> {
    const { promoted } = model.answer(wish, accepted, office.today())
    const { engine, database } = office
    const [dossierNo] = wish.reference.split('/') as [string]
    const outcome = await transaction(database.pool, (client) =>
      answerApplication(client, {
        applicationId: applications.get(wish.reference)!,
        accepted,
        by: dossierNo,
        author: 'candidate',
        now: engine.clock.now(),
        timeZone: 'Europe/Paris',
        opiUsed: true,
        seat: {
          clock: engine.clock,
          templates: openTemplateBook(client, { warn: (message) => expect(message).toBeNull() }),
          liveRanks: true,
          administrators: [],
        },
      }),
    )
    expect([wish.reference, outcome]).toMatchObject([wish.reference, { ok: true, changed: true }])
    if (promoted !== null) expectedMails += 2
  }

  /** By number of mails: a decision and an alert for each promotion. */
  let expectedMails = 0
  async function mailed(): Promise<void> {
    expect(await office.mail()).toBe(expectedMails)
    expectedMails = 0
    expect(await office.count(`outgoing_mail where state <> 'sent'`)).toBe(0)
    expect(office.inbox.mails).toHaveLength(await office.count('outgoing_mail'))
  }

  /** Every application, its answer, its deadline and its pre-registration, against the books. */
  async function reconcile(): Promise<void> {
    const rows = await office.rows<{ line: string }>(
      `select concat_ws(' ', dossier_no || '/' || formation.code, type.code, accepted,
                coalesce(new_confirm_by, case when type.code = 'ADMIS' then confirm_by end), reminded_for, opi.state) as line
       from admissions.application
       join admissions.candidate on candidate.id = candidate_id
       join admissions.account on account.id = account_id
       join admissions.campaign on campaign.id = campaign_id and campaign.code = '2027'
       join admissions.formation on formation.id = formation_id
       left join admissions.opi on application_id = application.id
       left join lateral (
         select type_id from admissions.decision where application_id = application.id order by id desc limit 1) latest on true
       left join admissions.decision_type type on type.id = type_id
       order by 1`,
    )
    const books = model
      .wishes()
      .map(({ reference, decision, answer, deadline, remindedFor, opi }) =>
        [reference, decision, answer === null ? null : answer ? 't' : 'f', deadline, remindedFor, opi]
          .filter((part) => part !== null && part !== 'none')
          .join(' '),
      )
    expect(rows.map(({ line }) => line).sort()).toEqual(books.sort())
  }

  /** The establishment's tables hold exactly what is poured. */
  async function reconcileOpi(): Promise<void> {
    const rows = await remote.query<{ code: string; stage: string }>(
      `select COD_OPI_INT_EPO as code, COD_ETP as stage from IND_OPI join VOEUX_INS on VOEUX_INS.COD_IND_OPI = IND_OPI.COD_IND_OPI`,
    )
    const books = model
      .wishes()
      .filter(({ opi }) => opi === 'poured' || opi === 'to-withdraw')
      .map(({ reference, formation }) => `EC${reference.split('/')[0]} E${formation.code}`)
    expect(rows.map(({ code, stage }) => `${code.trim()} ${stage.trim()}`).sort()).toEqual(books.sort())
  }

  async function pour(): Promise<void> {
    const { poured, withdrawn } = model.pour()
    const people = new Set([...poured, ...withdrawn].map(({ reference }) => reference.split('/')[0]))
    expect(await office.run('BATCH_ASYNC_OPI')).toMatchObject({
      selectionnes: people.size,
      traites: people.size,
      en_erreur: 0,
      voeux_verses: poured.length,
      retraits: withdrawn.length,
    })
    await reconcileOpi()
    await reconcile()
    expect(await office.run('BATCH_ASYNC_OPI')).toMatchObject({ selectionnes: 0, traites: 0 })
  }

  async function night(): Promise<number> {
    const { withdrawn, promoted } = model.withdraw(office.today())
    expect(await office.run('BATCH_DESIST_AUTO')).toMatchObject({
      selectionnes: withdrawn.length,
      traites: withdrawn.length,
      promus: promoted.length,
      promotions_refusees: 0,
      courriels_non_envoyes: 0,
      en_erreur: 0,
    })
    expectedMails += withdrawn.length + 2 * promoted.length
    return withdrawn.length
  }

  describe('a season', () => {
    test('reference tables are those of the establishment', async () => {
      const first = await office.run('BATCH_SYNCHRO_SISCOL')
      let sum = 0
      for (const { code, view, sqlTable, replaced } of referenceTables) {
        const rows = await there(view)
        const service = replaced ? '' : ' and in_service'
        expect([code, await office.count(`admissions.${sqlTable} where sis_kind = 'A'${service}`)]).toEqual([
          code,
          rows,
        ])
        sum += rows
      }
      expect(first).toMatchObject({ lues: sum, ajoutees: sum, rejetees: 0, en_erreur: 0 })
      expect(await office.run('BATCH_SYNCHRO_SISCOL')).toMatchObject({ lues: sum, ajoutees: 0, modifiees: 0 })
      await remote.execute('update pays set lib_pay = ? where cod_pay = ?', ['République', '100'])
      expect(await office.run('BATCH_SYNCHRO_SISCOL')).toMatchObject({ modifiees: 1, hors_service: 0 })
    })

    test('the year before: its offer, its candidates, its files', async () => {
      for (const [kind, text] of offerFiles(model)) await office.load(kind, text)
      await activate('2026', null)
      expect(await office.run('BATCH_ARCHIVAGE')).toMatchObject({ traites: 1, candidatures: 0 })
      await office.load('comptes', accountsOf(elders, '2026'))
      await office.load('candidatures', applicationsOf(elders))
      await deposit(elders.filter(({ wishes }) => wishes.length > 0))
      expect(await office.count('admissions.account')).toBe(elders.length)
    })

    /** `version`: other bytes. */
    async function deposit(people: readonly SeasonPerson[], version = 1): Promise<void> {
      const folder = join(office.folder, 'admissions', 'pieces-a-charger')
      for (const person of people)
        writeFileSync(
          join(folder, attachmentName(person)),
          `%PDF-1.4\n${candidateName}${person.dossierNo} ${version}\n%%EOF\n`,
        )
      await fileStore(office.store).begin()
      await office.load('pieces', attachmentsOf(people))
    }

    test('a new year is put in service at night, behind closed doors, and archives the one before', async () => {
      office.at('2026-10-01T20:00:00Z')
      await activate('2027', '2026')
      await office.run('BATCH_APP_EN_MAINT')
      expect((await readMaintenance(office.database.pool, 'admissions')).on).toBe(true)
      const wishes = elders.flatMap((person) => person.wishes).length
      expect(await office.run('BATCH_ARCHIVAGE')).toMatchObject({
        traites: 1,
        candidatures: wishes,
        figees: wishes,
      })
      expect(await office.count('admissions.application where frozen_confirm_by is not null')).toBe(wishes)
      await office.run('BATCH_APP_EN_SERVICE')
      expect((await readMaintenance(office.database.pool, 'admissions')).on).toBe(false)
      expect(
        await office.rows(
          `select code, in_service as serves, archived_at is not null as archived from admissions.campaign order by code`,
        ),
      ).toEqual([
        { code: '2026', serves: false, archived: true },
        { code: '2027', serves: true, archived: false },
        { code: '2028', serves: false, archived: false },
      ])
    })

    test('accounts are loaded; those that nobody validates are removed, those with data kept', async () => {
      office.at('2027-01-15T09:00:00Z')
      const text = accountsOf(model.people, '2027')
      expect(await office.load('comptes', text)).toMatchObject({ created: subject.size })
      expect(await office.load('comptes', text)).toMatchObject({ created: 0, unchanged: subject.size })
      office.at('2027-01-19T20:30:00Z')
      expect(await office.run('BATCH_NETTOYAGE_CPT')).toMatchObject({ traites: 0 })
      office.at('2027-01-21T20:30:00Z')
      const abandoned = model.ofFate('abandoned')
      const kept = model.ofFate('kept')
      expect(await office.run('BATCH_NETTOYAGE_CPT')).toMatchObject({
        selectionnes: abandoned.length + kept.length,
        traites: abandoned.length,
        gardes_avec_donnees: kept.length,
        en_erreur: 0,
      })
      for (const person of abandoned) person.removed = true
      const numbers = await office.rows<{ no: string }>(
        `select dossier_no as no from admissions.account join admissions.campaign on campaign.id = campaign_id
         where code = '2027' order by 1`,
      )
      const books = model.people.filter(({ removed }) => !removed).map(({ dossierNo }) => dossierNo)
      expect(numbers.map(({ no }) => no)).toEqual(books)
      expect(await office.count('admissions.dossier_number where released_at is not null')).toBe(
        abandoned.length,
      )
    })

    test('they apply, with files; forms are answered; managers are those of the directory', async () => {
      office.at('2027-03-01T09:00:00Z')
      const text = applicationsOf(model.people)
      expect(await office.load('candidatures', text)).toMatchObject({ created: model.wishes().length })
      await deposit(depositing)
      // Sent once more, otherwise: the bytes before stay nobody's.
      await deposit(replacing, 2)
      expect(await office.count('admissions.file_cleanup')).toBe(replacing.length)
      const ids = await office.rows<{ reference: string; id: number }>(
        `select dossier_no || '/' || formation.code as reference, application.id
         from admissions.application
         join admissions.candidate on candidate.id = candidate_id
         join admissions.account on account.id = account_id
         join admissions.formation on formation.id = formation_id`,
      )
      applications = new Map(ids.map(({ reference, id }) => [reference, id]))
      await survey()
      await managers()
    })

    async function survey(): Promise<void> {
      const answering = model.ofFate('confirms', 'silent').slice(0, 300)
      const responses = answering.map(({ dossierNo, wishes, n }, at) => ({
        submitdate: '2027-02-20 10:00:00',
        numDossier: dossierNo,
        idCandidature: at % 2 === 0 ? String(applications.get(wishes[0]!.reference)) : '',
        projet: `Le projet de ${candidateName}${n}`,
      }))
      // Two that are nobody's.
      const strange = ['Z9999999', ''].map((numDossier) => ({
        submitdate: '2027-02-20 11:00:00',
        numDossier,
        projet: `Le projet de ${candidateName}`,
      }))
      office.surveys.surveys.set(990001, {
        title: 'Projet',
        responses: new Map([...responses, ...strange].map((response, at) => [at + 1, response])),
      })
      await office.run('BATCH_SYNC_LIMESURVEY')
      const kept = await office.rows<{ dossier: string }>(
        `select dossier_no as dossier from admissions.form_answer_candidate
         join admissions.candidate on candidate.id = candidate_id join admissions.account on account.id = account_id
         union all
         select dossier_no from admissions.form_answer_application
         join admissions.application on application.id = application_id
         join admissions.candidate on candidate.id = candidate_id join admissions.account on account.id = account_id
         order by 1`,
      )
      expect(kept.map(({ dossier }) => dossier)).toEqual(answering.map(({ dossierNo }) => dossierNo).sort())
      expect(await office.count(`admissions.form_response where outcome <> 'taken'`)).toBe(2)
    }

    async function managers(): Promise<void> {
      const logins = Array.from({ length: 30 }, (_, at) => `gestion${at}`)
      await feedManagers(
        office.database,
        editor,
        logins.map((login) => ({ login, label: 'Ancien nom', profiles: [] })),
        office.engine.clock.now().toString(),
      )
      // One has left.
      office.directory.entries = logins
        .slice(1)
        .map((uid) => ({ uid, displayName: `Gestion ${uid}`, mail: `${uid}@example.org` }))
      expect(await office.run('BATCH_MAJ_GESTIONNAIRE')).toMatchObject({
        selectionnes: 30,
        traites: 30,
        mis_a_jour: 29,
        mis_hors_service: 1,
      })
      expect(await office.count(`admissions.person where label like 'Gestion %' and in_service`)).toBe(29)
    }

    test('commissions decide; waiting lists are ranked', async () => {
      office.at('2027-05-10T09:00:00Z')
      const decided = model.wishes().filter(({ decision }) => decision !== null)
      expect(await office.load('decisions', decisionsOf(model.people, '2027-05-10'))).toMatchObject({
        created: decided.length,
      })
      await office.run('BATCH_CALCUL_RANG_LC')
      const lists = await office.rows<{ line: string }>(
        `select concat_ws(' ', dossier_no || '/' || formation.code, rank, real_rank) as line
         from admissions.decision
         join admissions.application on application.id = application_id
         join admissions.formation on formation.id = formation_id
         join admissions.candidate on candidate.id = candidate_id join admissions.account on account.id = account_id
         where rank is not null order by 1`,
      )
      const books = decided
        .filter(({ decision }) => decision === 'LISTE')
        // Ranked where the formation keeps a list.
        .map(
          ({ reference, rank, formation }) => `${reference} ${rank}${formation.keepsList ? ` ${rank}` : ''}`,
        )
      expect(lists.map(({ line }) => line)).toEqual(books.sort())
      await reconcile()
    })

    test('candidates confirm or give up; confirmed ones are poured and read back', async () => {
      office.at('2027-05-15T09:00:00Z')
      for (const { wishes } of model.ofFate('confirms', 'changes-mind')) await answer(wishes[0]!, true)
      for (const { wishes } of model.ofFate('gives-up')) await answer(wishes[0]!, false)
      await reconcile()
      await mailed()
      await pour()
    })

    test('who has not answered is reminded, once for each deadline', async () => {
      let reminded = 0
      for (const day of ['2027-05-24', '2027-05-29', '2027-05-30']) {
        office.at(`${day}T20:30:00Z`)
        const due = model.remind(office.today())
        reminded += due.length
        expect(await office.run('BATCH_RELANCE_FAVO')).toMatchObject({
          selectionnes: due.length,
          traites: due.length,
          en_erreur: 0,
        })
        expectedMails += due.length
        await mailed()
      }
      expect(reminded).toBeGreaterThanOrEqual(model.ofFate('silent').length)
      expect(await office.count('admissions.application where reminded_for is not null')).toBe(reminded)
      await reconcile()
    })

    test('night after night deadlines pass and seats go on, until nobody is left to answer', async () => {
      let withdrawn = 0
      for (let nights = 0; model.wishes().some(unanswered); nights++) {
        expect(nights).toBeLessThan(60)
        office.at(office.engine.clock.now().add({ hours: 120 }).toString())
        // Every second of those promoted takes the seat.
        for (const wish of model.wishes())
          if (
            unanswered(wish) &&
            wish.promotions > 0 &&
            wish.rank! % 2 === 0 &&
            wish.deadline! >= office.today()
          )
            await answer(wish, true)
        withdrawn += await night()
        expect(await office.run('BATCH_DESIST_AUTO')).toMatchObject({ selectionnes: 0, promus: 0 })
      }
      expect(withdrawn).toBeGreaterThan(model.ofFate('silent').length)
      expect(await office.count(`admissions.application where answered_by = 'autoDesist'`)).toBe(withdrawn)
      await reconcile()
      await mailed()
    })

    test('some change their minds: their wishes leave the information system', async () => {
      for (const { wishes } of model.ofFate('changes-mind')) await answer(wishes[0]!, false)
      await pour()
      expect(await office.count(`admissions.opi where state = 'withdrawn'`)).toBe(
        model.ofFate('changes-mind').length,
      )
      await mailed()
    })

    test('a year later the year before is destroyed, and this one is whole', async () => {
      office.at('2027-10-01T20:30:00Z')
      await activate('2028', '2027')
      const { length } = model.wishes()
      expect(await office.run('BATCH_ARCHIVAGE')).toMatchObject({ traites: 1, candidatures: length })
      office.at('2027-10-02T20:30:00Z')
      expect(await office.run('BATCH_DESTRUCT_DOSSIER')).toMatchObject({
        campagnes: 1,
        traites: elders.length,
        candidatures: elders.flatMap(({ wishes }) => wishes).length,
        fichiers_supprimes: elders.filter(({ wishes }) => wishes.length > 0).length,
      })
      expect(existsSync(join(office.store, '2026'))).toBe(false)
      await reconcile()
      expect(readdirSync(join(office.store, '2027'), { recursive: true }).join()).toContain('.pdf')
    })

    test('another year later the whole season is destroyed, counted to the last row', async () => {
      office.at('2028-10-02T20:30:00Z')
      const left = model.people.filter(({ removed }) => !removed)
      expect(await office.run('BATCH_DESTRUCT_DOSSIER')).toMatchObject({
        campagnes: 1,
        traites: left.length,
        candidatures: model.wishes().length,
        fichiers_supprimes: depositing.length + replacing.length,
        fichiers_conserves: 0,
        en_erreur: 0,
      })
      const [report] = await office.rows<{ counts: Record<string, number> }>(
        `select counts from admissions.destruction_report where campaign_code = '2027'`,
      )
      const withData = left.filter(({ fate }) => fate !== 'idle').length
      expect(report!.counts).toMatchObject({
        accounts: left.length,
        candidates: withData,
        applications: model.wishes().length,
        opi: model.wishes().filter(({ opi }) => opi !== 'none').length,
        mails: office.inbox.mails.length,
        filesRemoved: depositing.length + replacing.length,
      })
      for (const table of [
        'account',
        'candidate',
        'application',
        'decision',
        'opi',
        'stored_file',
        'file_cleanup',
      ])
        expect([table, await office.count(`admissions.${table}`)]).toEqual([table, 0])
      expect(await office.count('admissions.dossier_number where released_at is null')).toBe(0)
      expect(await office.count('admissions.dossier_number')).toBe(model.people.length + elders.length)
    })

    test('then nothing says who they were: no row, no file', async () => {
      office.at('2029-12-15T00:00:00Z')
      await office.run('BATCH_DESTRUCT_HISTO')
      await office.run('CLEAN')
      const words = [candidateName, candidateDomain]
      expect(await rowsThatTell(office.database.pool, words)).toEqual([])
      expect(filesThatTell(office.folder, words)).toEqual([])
    })
  })
}
