import { fileStore } from '../../../src/admissions/files/file-store.ts'
import { addApplication, addCampaign, addFormation, addPerson, addRow } from '../admissions-scene.ts'
import { before, committed, type KillScene } from '../kill-bench.ts'
import { addPeople, day, instant, keepFile, type OfficeStage, officeLeft, openOffice, rows } from './stage.ts'

const applyAll = (stage: OfficeStage, formationId: number) =>
  rows(
    stage,
    `insert into admissions.application (sis_kind, candidate_id, formation_id, cancelled_at)
     select sis_kind, id, $1, case when id % 50 = 0 then now() end from admissions.candidate order by id`,
    [formationId],
  )

const archiving: KillScene<OfficeStage> = {
  code: 'BATCH_ARCHIVAGE',
  // Two chunks of dates, and the step that counts.
  transactions: 3,
  // 35: between activation and archiving there is nothing: one transaction.
  usual: [before(3)],
  async fill(stage) {
    const scene = await openOffice(stage)
    const formation = await addFormation(stage.database.pool, scene, 'LICENCE', {
      confirm_by: day(40),
      jury_on: day(10),
      confirm_days: 10,
    })
    await addPeople(stage, scene, 310)
    await applyAll(stage, formation)
    await addCampaign(stage.database.pool, {
      code: '2027',
      start_on: day(0),
      end_on: day(300),
      in_service: false,
      activated_at: null,
      activation_asked: instant(-1),
      archives_id: scene.campaignId,
    })
  },
  left: officeLeft,
  empty: { selectionnes: 0, traites: 0, figees: 0 },
  emptyLine: 'aucune campagne à activer',
}

const files = 12

/**
 * A campaign of last year, for Pégase, whose candidates' files lie on the disk, two of them nobody's any more; and one in service
 * whose people and files stay.
 */
async function fillPastCampaign(stage: OfficeStage): Promise<void> {
  const { database, connections } = stage
  const past = await openOffice(stage, {
    sisKind: 'P',
    campaign: {
      code: '2025',
      start_on: day(-700),
      end_on: day(-420),
      activated_at: instant(-700),
      archived_at: instant(-400),
      in_service: false,
    },
  })
  const formation = await addFormation(database.pool, past, 'LICENCE')
  await addPeople(stage, past, 110)
  await applyAll(stage, formation)
  const model = await addRow(database.pool, 'attachment_model', { code: 'RELEVE', label: 'Relevé' })
  const attach = async (application: number, path: string) => {
    await addRow(database.pool, 'application_attachment', {
      application_id: application,
      model_id: model,
      file_id: await keepFile(stage, path),
      status: 'TR',
    })
  }
  for (let n = 1; n <= files; n++) await attach(n, `2025/T${n}/releve.pdf`)
  for (const n of [1, 2]) await keepFile(stage, `2025/orphelins/${n}.pdf`)
  await rows(
    stage,
    `insert into outgoing_mail (occasion, mail, next_attempt_at, state)
     select 'admissions-reminder:application:' || id || ':1', '{"to": [], "subject": "TESTUN", "text": ""}', now(), 'sent'
     from admissions.application`,
  )
  const days = fileStore(connections.opiFiles)
  await days.begin()
  for (const kind of ['candidat', 'candidature']) {
    const path = `${day(-500)}-${kind}.csv`
    await days.write(path, 'TESTUN')
    await addRow(database.pool, 'opi_file', {
      day: day(-500),
      kind,
      path,
      n_rows: 1,
      run_id: 1,
      sha256: '',
      written_at: instant(-500),
    })
  }
  const present = await addCampaign(database.pool, {
    sis_kind: 'P',
    code: '2026',
    start_on: day(-100),
    end_on: day(100),
  })
  const stays = await addPerson(database.pool, { ...past, campaignId: present }, 500)
  await attach(
    await addApplication(database.pool, past, stays, formation),
    `2026/${stays.dossierNo}/releve.pdf`,
  )
}

const destruction: KillScene<OfficeStage> = {
  code: 'BATCH_DESTRUCT_DOSSIER',
  // Its report, two chunks of accounts, orphans, files of days, files, the folder, the end.
  transactions: 8,
  moments: [
    ...[1, 2, 3, 9, 16].map((at) => ({ moment: 'removed' as const, at })),
    ...[1, 5].map((at) => ({ moment: 'folder-removed' as const, at })),
  ],
  // Half the files are gone and still listed; rows are gone and all files are there.
  usual: [{ moment: 'removed', at: 9 }, committed(4)],
  fill: fillPastCampaign,
  left: (stage) =>
    officeLeft(stage, {
      omit: { destruction_report: ['counts'] },
      // A file that was gone when its removal was cut short counts as absent; so does a folder.
      also: () =>
        rows(
          stage,
          `select counts - '{filesRemoved, filesAbsent, folders}'::text[],
             coalesce((counts ->> 'filesRemoved')::int, 0) + coalesce((counts ->> 'filesAbsent')::int, 0)
           from admissions.destruction_report`,
        ),
    }),
  empty: { selectionnes: 0, traites: 0, campagnes: 0 },
  emptyLine: 'aucune campagne à détruire',
}

const clean: KillScene<OfficeStage> = {
  code: 'BATCH_NETTOYAGE_CPT',
  // Two chunks of accounts, those that are kept, and that there are no more of them.
  transactions: 4,
  usual: [committed(1)],
  async fill(stage) {
    const scene = await openOffice(stage)
    await addPeople(stage, scene, 140)
    await rows(
      stage,
      `update admissions.account set validated = id > 130, valid_until = now() - interval '1 day';
       `,
    )
    await rows(
      stage,
      `insert into admissions.candidate_session (account_id, secret_hash, created_at, seen_at)
       select id, decode(md5(id::text), 'hex'), now(), now() from admissions.account where id % 10 = 0`,
    )
    // Three of those that expired have filled in who they are.
    await rows(stage, 'delete from admissions.candidate where account_id between 4 and 130')
  },
  left: officeLeft,
  empty: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
  emptyLine: 'Aucun compte à minima expiré : rien à faire',
}

export const campaignScenes = [archiving, destruction, clean]
