import { addApplication, addFormation, addPerson, addRow } from '../admissions-scene.ts'
import { before, committed, type KillScene } from '../kill-bench.ts'
import { apogeeRows } from '../siscol-rows.ts'
import { type OfficeStage, officeLeft, openOffice, rows } from './stage.ts'

const siscol: KillScene<OfficeStage> = {
  code: 'BATCH_SYNCHRO_SISCOL',
  transactions: 23,
  usual: [committed(4)],
  async fill(stage) {
    await openOffice(stage)
    for (const [table, given] of Object.entries(apogeeRows)) stage.siscol.write(table, given)
    stage.siscol.writeText('version.csv', 'version\n6.10\n')
    // One that the source has no more, and one whose label changed.
    await rows(
      stage,
      `insert into admissions.siscol_bac (code, sis_kind, label) values ('ANCIEN', 'A', 'Ancien bac');
       `,
    )
  },
  // What a run has merged, the next one finds unchanged: its figures are of the run.
  left: (stage) => officeLeft(stage, { omit: { siscol_sync: ['inserted', 'updated', 'out_of_service'] } }),
  // The source is empty, too: no table is taken for empty.
  empty: 'étape(s) sur 23 en erreur : ces tables sont restées telles quelles',
}

const surveys: KillScene<OfficeStage> = {
  code: 'BATCH_SYNC_LIMESURVEY',
  // A survey each.
  transactions: 2,
  usual: [before(2)],
  async fill(stage) {
    const { database } = stage
    const scene = await openOffice(stage)
    const formation = await addFormation(database.pool, scene, 'L3INFO')
    for (const [survey, code] of [
      [400_001, 'MOTIVATION'],
      [400_002, 'PROJET'],
    ] as const) {
      await addRow(database.pool, 'form', { survey_id: survey, code, label: 'Formulaire' })
      stage.surveys.surveys.set(survey, { title: code, responses: new Map() })
    }
    for (let n = 1; n <= 3; n++) {
      const person = await addPerson(database.pool, scene, n)
      const application = await addApplication(database.pool, scene, person, formation)
      for (const { responses } of stage.surveys.surveys.values())
        responses.set(n, {
          submitdate: `2026-02-03 10:0${n}:00`,
          numDossier: person.dossierNo,
          idCandidature: n === 3 ? '' : String(application),
          Q1: `réponse ${n}`,
        })
    }
  },
  // What came at the last run is of the run.
  left: (stage) => officeLeft(stage, { omit: { form: ['last_sync'] } }),
  empty: { selectionnes: 0, traites: 0 },
  emptyLine: 'rien à faire : aucun formulaire en service',
}

const managers: KillScene<OfficeStage> = {
  code: 'BATCH_MAJ_GESTIONNAIRE',
  transactions: 1,
  usual: [before(1)],
  async fill(stage) {
    await rows(
      stage,
      `insert into admissions.person (login, label, mail)
       select 'testun' || n, 'Testun ' || n, 'testun' || n || '@example.org' from generate_series(1, 60) as n`,
    )
    // One is gone, one has another name.
    stage.directory.entries = Array.from({ length: 59 }, (_, at) => ({
      uid: `testun${at + 1}`,
      displayName: at === 0 ? 'Testun Renommé' : `Testun ${at + 1}`,
      mail: `testun${at + 1}@example.org`,
    }))
  },
  left: officeLeft,
  empty: { selectionnes: 0, traites: 0 },
  emptyLine: 'rien à faire : aucune personne connue',
}

export const sourceScenes = [siscol, surveys, managers]
