import { fileStore } from '../../../src/admissions/files/file-store.ts'
import { dayFileName, dayKinds } from '../../../src/admissions/opi/pegase/day-columns.ts'
import { functionalAdministrators, opiAttachments, opiUsed } from '../../../src/admissions/settings.ts'
import { addApplication, addFormation, addPerson, addRow, type Scene } from '../admissions-scene.ts'
import type { DeathMoment } from '../batch-worker.ts'
import type { KillScene } from '../kill-bench.ts'
import { addPeople, day, instant, keepFile, type OfficeStage, officeLeft, openOffice, rows } from './stage.ts'

/** Candidates who have confirmed, some of them twice; the first withdraws. */
async function queue(stage: OfficeStage, people: number, scene: Scene): Promise<void> {
  const { database, settings } = stage
  await settings.set(opiUsed.key, true, 'test')
  await settings.set(functionalAdministrators.key, ['chef@example.org'], 'test')
  await addPeople(stage, scene, people)
  for (const [code, every] of [
    ['L1INFO', 1],
    ['L1MATH', 20],
  ] as const)
    await rows(
      stage,
      `with confirmed as (
         insert into admissions.application
           (sis_kind, candidate_id, formation_id, status, treatment, treatment_validated, accepted, answered_at, answered_by)
         select sis_kind, id, $1, 'CO', 'AC', true, id <> 1, now(), 'candidat'
         from admissions.candidate where id % $2 = 0 order by id
         returning id, candidate_id, accepted
       )
       insert into admissions.opi (application_id, state, wanted, created_at, called_at, opi_code)
       select id, case when accepted then 'to-pour' else 'to-withdraw' end, case when accepted then 'pour' else 'withdraw' end,
         now() - interval '1 day' + make_interval(secs => id), case when not accepted then now() - interval '2 days' end,
         case when not accepted then 'ECT0000001' end
       from confirmed order by id`,
      [await addFormation(database.pool, scene, code), every],
    )
}

/** Two chunks; the target has the wish that is withdrawn, and knows the second candidate by another code. */
async function fillQueue(stage: OfficeStage): Promise<void> {
  await queue(stage, 103, await openOffice(stage))
  await rows(stage, `update admissions.account set student_no = '22000061' where id = 2`)
  await stage.target.pool.query(
    `insert into ind_opi (cod_opi_int_epo, lib_nom_pat_ind_opi, lib_pr1_ind_opi, date_nai_ind_opi, cod_etu_opi)
     values ('ECT0000001', 'TESTUN1', 'ZOE', '2005-03-14', null), ('AP00000061', 'OTHERWISE', 'ZOE', '2005-03-14', 22000061);
     insert into voeux_ins (cod_ind_opi, cod_cge, cod_etp, cod_vrs_vet)
     select cod_ind_opi, 'CG1', 'L1INFO', 101 from ind_opi where cod_opi_int_epo = 'ECT0000001'`,
  )
}

/** Two chunks for Pégase, and files of this day that are to be replaced. */
async function fillDay(stage: OfficeStage): Promise<void> {
  const { database, connections } = stage
  connections.sisKind = 'P'
  await queue(stage, 203, await openOffice(stage, { sisKind: 'P' }))
  const store = fileStore(connections.opiFiles)
  await store.begin()
  for (const kind of dayKinds) {
    const path = dayFileName(kind, day(0), 0)
    await store.write(path, 'de ce matin')
    await addRow(database.pool, 'opi_file', {
      day: day(0),
      kind,
      path,
      n_rows: 0,
      bytes: 11,
      sha256: 'de ce matin',
      written_at: instant(0),
      run_id: 0,
    })
  }
}

const attachments = 4

/** Poured applications whose validated attachments wait; the target has the first of them, as it was before. */
async function fillAttachments(stage: OfficeStage): Promise<void> {
  const { database, settings, target } = stage
  const scene = await openOffice(stage)
  await settings.set(opiUsed.key, true, 'test')
  await settings.set(opiAttachments.key, true, 'test')
  const formation = await addFormation(database.pool, scene, 'L1INFO')
  const model = await addRow(database.pool, 'attachment_model', {
    code: 'RELEVE',
    label: 'Relevé',
    sis_code: 'REL',
  })
  for (let n = 1; n <= attachments; n++) {
    const person = await addPerson(database.pool, scene, n)
    const application = await addApplication(database.pool, scene, person, formation, {
      accepted: true,
      answered_at: instant(-2),
    })
    const code = `EC${person.dossierNo}`
    await addRow(database.pool, 'application_attachment', {
      application_id: application,
      model_id: model,
      file_id: await keepFile(stage, `2026/${person.dossierNo}/releve.pdf`),
      status: 'VA',
    })
    await addRow(database.pool, 'opi', {
      application_id: application,
      state: 'poured',
      opi_code: code,
      sis_record_id: n,
      poured_at: instant(-1),
    })
    await target.pool.query(
      `insert into ind_opi (cod_opi_int_epo, lib_nom_pat_ind_opi, lib_pr1_ind_opi, date_nai_ind_opi)
       values ($1, $2, 'ZOE', '2005-03-14')`,
      [code, `TESTUN${n}`],
    )
  }
  await target.pool.query(
    `insert into opi_pj
     select cod_ind_opi, 'REL', cod_opi_int_epo, null, 'TESTUN1', 'ZOE', 'ancien.pdf', 'application/pdf', 1, now(), 'a'
     from ind_opi where cod_opi_int_epo = 'ECT0000001'`,
  )
}

const moments = (moment: DeathMoment['moment'], ...at: readonly number[]): DeathMoment[] =>
  at.map((one) => ({ moment, at: one }))

export const opiScenes: readonly KillScene<OfficeStage>[] = [
  {
    code: 'BATCH_ASYNC_OPI',
    // Intent and marks of two chunks, and what administrators are told.
    transactions: 5,
    moments: [...moments('target-before-commit', 1, 2), ...moments('target-committed', 1, 2)],
    // The target has taken the first hundred, and nobody has noted it.
    usual: [{ moment: 'target-committed', at: 1 }],
    fill: fillQueue,
    // The target's identifiers leap where its transaction is undone.
    left: (stage) => officeLeft(stage, { omit: { opi: ['sis_record_id'] } }),
    empty: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
    emptyLine: 'les OPI ne sont pas utilisés (OPI_IS_UTILISE) : rien à faire',
  },
  {
    code: 'BATCH_ASYNC_OPI',
    about: 'avec Pégase',
    // Intent of two chunks, files in place, marks of two chunks, and what administrators are told.
    transactions: 6,
    moments: [...moments('synced', 1, 4), ...moments('renamed', 1, 2, 3, 4), ...moments('removed', 1, 4)],
    // Two of the four files have been replaced.
    usual: [{ moment: 'renamed', at: 2 }],
    fill: fillDay,
    left: officeLeft,
    empty: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
    emptyLine: 'les OPI ne sont pas utilisés (OPI_IS_UTILISE) : rien à faire',
  },
  {
    code: 'BATCH_ASYNC_OPI_PJ',
    // What there is to send, and each attachment.
    transactions: attachments + 1,
    moments: [...moments('target-before-commit', 1, 2), ...moments('target-committed', 1, 2)],
    // The target has the second file, and nobody has noted it.
    usual: [{ moment: 'target-committed', at: 2 }],
    fill: fillAttachments,
    left: officeLeft,
    empty: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
    emptyLine: 'les OPI ne sont pas utilisés (OPI_IS_UTILISE) : rien à faire',
  },
]
