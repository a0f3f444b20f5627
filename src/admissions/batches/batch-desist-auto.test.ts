import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addDecision } from '../../../test/support/admissions-scene.ts'
import { type DecisionBench, decisionBench } from '../../../test/support/decision-bench.ts'
import { readPdf } from '../../../test/support/read-pdf.ts'
import { openSmtpInbox } from '../../../test/support/smtp-inbox.ts'
import { openMoodyServer } from '../../../test/support/smtp-moods.ts'
import { until } from '../../../test/support/test-engine.ts'
import { smtpMailer } from '../../platform/mail.ts'
import { sendPostedMail } from '../../platform/outgoing-mail.ts'
import { answerApplication } from '../dossiers/answer-application.ts'
import { noteRefusedMail } from '../mails/note-refused-mail.ts'
import { functionalAdministrators, liveRanks } from '../settings.ts'
import batch from './batch-desist-auto.ts'

/** 23:15 in Paris on 1 July 2026. */
const start = '2026-07-01T21:15:00Z'
const yesterday = { confirm_by: '2026-06-30' }
const listed = { ...yesterday, waiting_list: true, confirm_days_wl: 5 }

let office: DecisionBench
/** Of the run under way, or the last one. */
let signal: AbortSignal | undefined
beforeAll(async () => {
  const watched: typeof batch = {
    ...batch,
    run(context) {
      signal = context.signal
      return batch.run(context)
    },
  }
  office = await decisionBench(watched, start)
})
afterAll(() => office?.stop())
beforeEach(() => office.clear())

const withdrawn = { accepted: false, answeredBy: 'autoDesist' }
const unanswered = { accepted: null, answeredBy: null }

test('out of service as delivered, every day at 23:15, caught up for a day', () => {
  expect(batch).toMatchObject({
    enabled: false,
    schedule: { time: '23:15', weekdays: 'all' },
    catchUp: { withinMinutes: 1440 },
    rerunSafe: true,
  })
})

test('an office with nobody: said so', async () => {
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { selectionnes: 0, traites: 0, en_erreur: 0 } })
  expect(run.log).toEqual([
    'campagne 2026 : aucune candidature dont la date limite soit passée, rien à faire',
  ])
})

test('64, 68, 69: whose deadline was yesterday, by the date that counts; today, later, none, cancelled, superseded are left', async () => {
  const f = await office.formation('F1', yesterday)
  const today = await office.formation('F2', { confirm_by: '2026-07-01' })
  const without = await office.formation('F3', { confirm_by: null })
  const days = await office.formation('F4', { confirm_by: '2026-12-31', confirm_days: 3 })
  const gone = [
    await office.admitted(f),
    await office.admitted(today, { new_confirm_by: '2026-06-30' }),
    // Validated on 27 June at 23:30 in Paris: until 30 June.
    await office.admitted(days, {}, { validated_at: '2026-06-27T21:30:00Z' }),
  ]
  const left = [
    await office.admitted(today),
    await office.admitted(f, { new_confirm_by: '2026-07-14' }),
    await office.admitted(without),
    // Half an hour later it was 28 June in Paris: until 1 July.
    await office.admitted(days, {}, { validated_at: '2026-06-27T22:30:00Z' }),
    await office.admitted(f, { cancelled_at: '2026-06-01T10:00:00Z' }),
    await office.waiting(f, 1),
  ]
  const superseded = await office.admitted(f)
  await addDecision(office.database.pool, superseded, office.scene.unfavourableId, { validated: false })
  const run = await office.bench.run()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 3, traites: 3, ignores: 0, en_erreur: 0, promus: 0 },
  })
  for (const id of gone) expect(await office.see(id)).toMatchObject(withdrawn)
  for (const id of [...left, superseded]) expect(await office.see(id)).toMatchObject(unanswered)
  const { rows } = await office.database.pool.query(
    `select event, author, run_id, detail from admissions.dossier_event where application_id = $1`,
    [gone[0]],
  )
  expect(rows).toEqual([
    {
      event: 'withdrawn-automatically',
      author: 'BATCH_DESIST_AUTO',
      run_id: run.id,
      detail: { deadline: '2026-06-30' },
    },
  ])
  expect(run.log.join()).not.toMatch(/TESTUN|example/)
})

test('67: two seats freed in one run: two different candidates, ranks 1..n, mails once; a second run changes nothing', async () => {
  await office.database.pool.query('update admissions.commission set alert_main_list = true')
  const f = await office.formation('F1', listed)
  const gone = [await office.admitted(f), await office.admitted(f)]
  const [third, first, fourth, second] = [
    await office.waiting(f, 7),
    await office.waiting(f, 2, {}, { language: 'en' }),
    await office.waiting(f, 7),
    // An old individual deadline and an old reminder count no more.
    await office.waiting(f, 4, { new_confirm_by: '2026-02-01', reminded_for: '2026-02-01' }),
  ]
  const run = await office.bench.run()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { traites: 2, promus: 2, promotions_refusees: 0, courriels_non_envoyes: 0 },
  })
  for (const id of gone) expect(await office.see(id)).toMatchObject(withdrawn)
  const promoted = { ...unanswered, deadline: '2026-07-06', reminded: null }
  expect(await office.see(first!)).toEqual({ ...promoted, decisions: ['LISTE 2→', 'ADMIS'] })
  expect(await office.see(second!)).toEqual({ ...promoted, decisions: ['LISTE 4→', 'ADMIS'] })
  expect((await office.see(third!)).decisions).toEqual(['LISTE 7→1'])
  expect((await office.see(fourth!)).decisions).toEqual(['LISTE 7→2'])
  const alert = (no: number) =>
    `commission@example.org Liste complémentaire : dossier T000000${no} admis en Formation F1`
  const sent = [
    'testun1@example.org Votre candidature en Formation F1 : désistement',
    '(copie) testun1@example.org Votre candidature en Formation F1 : désistement',
    'testun4@example.org Admitted: Formation F1',
    '(copie) testun4@example.org Admitted: Formation F1',
    alert(4),
    'testun2@example.org Votre candidature en Formation F1 : désistement',
    '(copie) testun2@example.org Votre candidature en Formation F1 : désistement',
    'testun6@example.org Avis favorable : Formation F1',
    '(copie) testun6@example.org Avis favorable : Formation F1',
    alert(6),
  ]
  expect(await office.mails()).toEqual(sent)
  expect((await office.bench.run()).detail).toMatchObject({ selectionnes: 0, traites: 0, promus: 0 })
  expect(await office.mails()).toEqual(sent)
})

test('the commission that wants letters sends one page of PDF with the decision, in the language of the mail', async () => {
  await office.database.pool.query('update admissions.commission set mail_letter = true')
  const f = await office.formation('F1', { ...listed, label: 'Licence « d’essai » $1 \\' })
  await office.admitted(f)
  await office.waiting(f, 1)
  await office.bench.run()
  const { rows } = await office.database.pool.query<{ file: { filename: string; content: string } }>(
    `select mail -> 'attachments' -> 0 as file from outgoing_mail where occasion like '%:DECISION_FAVORABLE:%'`,
  )
  expect(rows).toHaveLength(2)
  const { filename, content } = rows[0]!.file
  expect(filename).toBe('decision-T0000002.pdf')
  const { pages, info, marked } = await readPdf(new Uint8Array(Buffer.from(content, 'base64')))
  expect(pages).toHaveLength(1)
  expect(marked).toBe(true)
  expect(info.Language).toBe('fr-FR')
  const text = pages[0]!.texts.map((one) => one.text).join(' ')
  expect(text).toContain('Dossier T0000002')
  expect(text.replaceAll('\u00a0', ' ')).toContain('Avis favorable : Licence « d’essai » $1 \\')
  expect(text).toContain('lundi 6 juillet 2026')
})

test('70: a promotion whose deadline would be past, today or missing is refused, told once for the run, and withdraws nobody later', async () => {
  await office.bench.settings.set(functionalAdministrators.key, ['functional@example.org'], 'test')
  const past = await office.formation('F1', { ...yesterday, waiting_list: true })
  const none = await office.formation('F2', { confirm_by: null, waiting_list: true })
  const today = await office.formation('F3', { ...listed, confirm_days_wl: 0 })
  const unmanaged = await office.formation('F4', { ...listed, waiting_list: false })
  const formations = [past, none, today, unmanaged]
  for (const f of formations) await office.admitted(f, { new_confirm_by: '2026-06-30' })
  const first: number[] = []
  for (const f of formations) first.push(await office.waiting(f, 1))
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { traites: 4, promus: 0, promotions_refusees: 3 } })
  for (const id of first)
    expect(await office.see(id)).toMatchObject({ ...unanswered, decisions: ['LISTE 1→'] })
  const { rows } = await office.database.pool.query<{ text: string }>(
    `select mail ->> 'text' as text from outgoing_mail where occasion = $1`,
    [`admissions:promotions-refused:run:${run.id}`],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]!.text).toContain('- formation F1, dossier T0000005 : date limite du 30/06/2026')
  expect(rows[0]!.text).toContain('- formation F2, dossier T0000006 : aucune date limite')
  expect((await office.bench.run()).detail).toMatchObject({ selectionnes: 0 })
})

test('66: a real mail server gets text, HTML and letter', async () => {
  await office.database.pool.query('update admissions.commission set mail_letter = true')
  const f = await office.formation('F1', { ...yesterday, waiting_list: true, confirm_days_wl: 60 })
  await office.admitted(f)
  await office.waiting(f, 1)
  await office.bench.run()
  const inbox = await openSmtpInbox()
  const mailer = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
  await sendPostedMail(office.database, mailer, office.bench.clock)
  mailer.close()
  await inbox.close()
  const mail = inbox.mails.find(({ to }) => to[0] === 'testun2@example.org')
  expect(mail).toMatchObject({ subject: 'Avis favorable : Formation F1' })
  expect(mail!.text).toContain('Une place s’est libérée')
  expect(mail!.html).toContain('<p')
  expect(mail!.attachments.map(({ filename }) => filename)).toEqual(['decision-T0000002.pdf'])
})

test('a template out of service: withdrawn all the same, counted and told', async () => {
  await office.database.pool.query(
    `update admissions.mail_template set in_service = false where code = 'CANDIDATURE_DESIST_AUTO'`,
  )
  await office.admitted(await office.formation('F1', yesterday))
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { traites: 1, courriels_non_envoyes: 1 } })
  expect(run.log).toContain("modèle de courriel CANDIDATURE_DESIST_AUTO hors service : rien n'est envoyé")
  expect(await office.mails()).toEqual([])
})

test('cancelled in the middle: what is done stays, the next run goes on', async () => {
  const f = await office.formation('F1', yesterday)
  const ids = [await office.admitted(f), await office.admitted(f), await office.admitted(f)]
  const { pool } = office.database
  const holder = await pool.connect()
  await holder.query('begin')
  await holder.query('select from admissions.application where id = $1 for update', [ids[1]])
  const asked = await office.bench.requestRun({
    code: 'BATCH_DESIST_AUTO',
    trigger: 'cli',
    requestedBy: 'cli:test',
  })
  if (!asked.ok) throw new Error(asked.refusal.message.fr)
  await until(async () => (await office.see(ids[0]!)).accepted === false)
  await office.bench.cancelRun(asked.runId, 'testun')
  // It has heard of it while it waits for the row.
  await until(async () => signal?.aborted === true)
  await holder.query('commit')
  holder.release()
  expect((await office.bench.ended(asked.runId)).state).toBe('cancelled')
  expect((await office.see(ids[2]!)).accepted).toBeNull()
  expect((await office.bench.run()).state).toBe('finished')
  expect((await office.see(ids[2]!)).accepted).toBe(false)
  expect(await office.mails()).toHaveLength(6)
})

test('live ranks off: a promotion leaves the real ranks as they are', async () => {
  await office.bench.settings.set(liveRanks.key, false, 'test')
  const f = await office.formation('F1', listed)
  await office.admitted(f)
  await office.waiting(f, 1)
  const second = await office.waiting(f, 2)
  await office.bench.run()
  expect((await office.see(second)).decisions).toEqual(['LISTE 2→'])
})

test('ranks of a list follow all the seats of a run, also where the last application of the formation fails', async () => {
  const f = await office.formation('F1', listed)
  const gone = [await office.admitted(f), await office.admitted(f), await office.admitted(f)]
  for (const rank of [1, 2]) await office.waiting(f, rank)
  const [third, fourth] = [await office.waiting(f, 3), await office.waiting(f, 4)]
  await office.database.pool.query(
    `create function admissions.fails() returns trigger language plpgsql as
       $$begin if new.application_id = ${gone[2]} then raise 'TESTUN' using errcode = '22000'; end if; return new; end$$;
     create trigger fails before insert on admissions.dossier_event for each row execute function admissions.fails()`,
  )
  const run = await office.bench.run()
  await office.database.pool.query('drop function admissions.fails cascade')
  expect(run).toMatchObject({ state: 'failed', detail: { traites: 2, promus: 2, en_erreur: 1 } })
  expect((await office.see(third)).decisions).toEqual(['LISTE 3→1'])
  expect((await office.see(fourth)).decisions).toEqual(['LISTE 4→2'])
})

// The clock goes on from here.

test('66: with the mail server down all is committed, and the mails leave once later; a refused address is noted on the account', async () => {
  const f = await office.formation('F1', { ...yesterday, waiting_list: true, confirm_days_wl: 60 })
  await office.admitted(f)
  await office.waiting(f, 1)
  const server = await openMoodyServer()
  server.meet({ at: 'greeting', say: '421 4.3.2 closed' })
  const mailer = smtpMailer({ url: server.url, from: 'nocturne@example.org' })
  expect(await office.bench.run()).toMatchObject({ state: 'finished', detail: { traites: 1, promus: 1 } })
  const { database } = office
  const { clock } = office.bench
  expect(await sendPostedMail(database, mailer, clock)).toMatchObject({ sent: 0 })
  server.meetBy((to) => (to.startsWith('testun1') ? { at: 'rcpt', say: '550 5.1.1 who?' } : 'take'))
  clock.advanceTo(clock.now().add({ hours: 1 }).toString())
  expect(await sendPostedMail(database, mailer, clock)).toEqual({ sent: 3, failed: 1 })
  expect(await sendPostedMail(database, mailer, clock)).toEqual({ sent: 0, failed: 0 })
  mailer.close()
  await server.close()
  expect(server.mails.flatMap((mail) => mail.recipients).sort()).toEqual([
    'centre@example.org',
    'centre@example.org',
    'testun2@example.org',
  ])
  expect(await noteRefusedMail(database.pool)).toBe(1)
  expect(await noteRefusedMail(database.pool)).toBe(0)
  const { rows } = await database.pool.query(
    `select dossier_no as no, mail_refused_at is not null as refused from admissions.account order by 1`,
  )
  expect(rows).toEqual([
    { no: 'T0000001', refused: true },
    { no: 'T0000002', refused: false },
  ])
})

test('fault 3.13: a failure at one application keeps nothing of it, stops no other, and is made up for: withdrawal, mail and promotion', async () => {
  const f = await office.formation('F1', listed)
  const g = await office.formation('F2', listed)
  const [broken, sound] = [await office.admitted(f), await office.admitted(g)]
  const next = await office.waiting(f, 1)
  await office.database.pool.query(
    `create function admissions.fails() returns trigger language plpgsql as
       $$begin if new.application_id = ${next} then raise 'TESTUN' using errcode = '22000'; end if; return new; end$$;
     create trigger fails before insert on admissions.decision for each row execute function admissions.fails()`,
  )
  const failed = await office.bench.run()
  await office.database.pool.query('drop function admissions.fails cascade')
  expect(failed).toMatchObject({ state: 'failed', detail: { selectionnes: 2, traites: 1, en_erreur: 1 } })
  expect(failed.log.join()).toContain('dossier T0000001, formation F1 : erreur 22000 de la base')
  expect(failed.log.join()).not.toContain('TESTUN')
  expect(await office.see(broken)).toMatchObject(unanswered)
  expect(await office.see(sound)).toMatchObject(withdrawn)
  expect(await office.mails()).toHaveLength(2)
  expect((await office.bench.run()).detail).toMatchObject({ traites: 0, ignores: 1 })
  office.bench.clock.advanceTo(office.bench.clock.now().add({ hours: 13 }).toString())
  expect(await office.bench.run()).toMatchObject({ state: 'finished', detail: { traites: 1, promus: 1 } })
  expect((await office.see(next)).decisions).toEqual(['LISTE 1→', 'ADMIS'])
  const { rows } = await office.database.pool.query('select from batch_unit_failure')
  expect(rows).toEqual([])
})

test('64: at 23:59 of the day of the deadline nobody is withdrawn, at 00:00 of the zone they are', async () => {
  const id = await office.admitted(await office.formation('F1', { confirm_by: '2026-07-10' }))
  office.bench.clock.advanceTo('2026-07-10T21:59:00Z')
  expect((await office.bench.run()).detail).toMatchObject({ traites: 0 })
  office.bench.clock.advanceTo('2026-07-10T22:00:00Z')
  expect((await office.bench.run()).detail).toMatchObject({ traites: 1 })
  expect(await office.see(id)).toMatchObject(withdrawn)
})

test('65: who confirms while the batch waits for the row keeps the answer, without a mail', async () => {
  const f = await office.formation('F1', listed)
  const id = await office.admitted(f, { new_confirm_by: '2026-07-11' })
  const waiting = await office.waiting(f, 1)
  const client = await office.database.pool.connect()
  await client.query('begin')
  try {
    const answered = await answerApplication(client, {
      applicationId: id,
      accepted: true,
      by: 'T0000001',
      author: 'candidate',
      now: office.bench.clock.now(),
      timeZone: 'Europe/Paris',
      opiUsed: false,
    })
    expect(answered).toMatchObject({ ok: true, changed: true })
    office.bench.clock.advanceTo('2026-07-11T22:15:00Z')
    const running = office.bench.run()
    // The batch waits for the row that the candidate's transaction holds.
    await until(async () => {
      const { rows } = await office.database.pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'select from admissions.application%'`,
      )
      return rows.length === 1
    })
    await client.query('commit')
    expect(await running).toMatchObject({
      state: 'finished',
      detail: { selectionnes: 1, traites: 0, ignores: 1 },
    })
    expect(await office.see(id)).toMatchObject({ accepted: true, answeredBy: 'T0000001' })
    expect((await office.see(waiting)).decisions).toEqual(['LISTE 1→'])
    expect(await office.mails()).toEqual([])
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('74: outside the campaign: finished with an explicit line, and a warning of deadlines that lie after its end', async () => {
  const f = await office.formation('F1', { confirm_by: '2026-12-31' })
  await office.admitted(f)
  await office.admitted(f)
  await office.admitted(await office.formation('F2', yesterday))
  const warning =
    '2 candidature(s) ont une date limite de confirmation postérieure à la fin de la campagne 2026 : elles ne seront pas désistées d’elles-mêmes'.replace(
      '’',
      "'",
    )
  const during = await office.bench.run()
  expect(during.log).toContain(warning)
  expect(during.detail).toMatchObject({ traites: 1 })
  office.bench.clock.advanceTo('2026-10-01T21:15:00Z')
  const after = await office.bench.run()
  expect(after).toMatchObject({ state: 'finished', detail: { selectionnes: 0 } })
  expect(after.log).toEqual([
    warning,
    'aucune campagne active : 2026 a pris fin le 30/09/2026 : rien à faire',
  ])
})
