import { functionalAdministrators, opiUsed } from '../../../src/admissions/settings.ts'
import { addFormation } from '../admissions-scene.ts'
import type { KillScene } from '../kill-bench.ts'
import { addPeople, type OfficeStage, officeLeft, openOffice, rows } from './stage.ts'

/** Two chunks of candidates: most with one wish, some with two, one who withdraws, one whom the target knows by another code. */
async function fillQueue(stage: OfficeStage): Promise<void> {
  const { database, settings, target } = stage
  const scene = await openOffice(stage)
  await settings.set(opiUsed.key, true, 'test')
  await settings.set(functionalAdministrators.key, ['chef@example.org'], 'test')
  const info = await addFormation(database.pool, scene, 'L1INFO')
  const math = await addFormation(database.pool, scene, 'L1MATH')
  await addPeople(stage, scene, 103)
  await rows(stage, `update admissions.account set student_no = '22000061' where id = 2`)
  for (const [formation, every] of [
    [info, 1],
    [math, 20],
  ] as const)
    await rows(
      stage,
      `with confirmed as (
         insert into admissions.application
           (sis_kind, candidate_id, formation_id, status, treatment, treatment_validated, accepted, answered_at, answered_by)
         select sis_kind, id, $1, 'CO', 'AC', true, id <> 1, now(), 'candidat' from admissions.candidate where id % $2 = 0 order by id
         returning id, candidate_id
       )
       insert into admissions.opi (application_id, state, wanted, created_at, called_at, opi_code)
       select id, case when candidate_id = 1 then 'to-withdraw' else 'to-pour' end,
         case when candidate_id = 1 then 'withdraw' else 'pour' end, now() - interval '1 day' + make_interval(secs => id),
         case when candidate_id = 1 then now() - interval '2 days' end, case when candidate_id = 1 then 'ECT0000001' end
       from confirmed order by id`,
      [formation, every],
    )
  await target.pool.query(
    `insert into ind_opi (cod_opi_int_epo, lib_nom_pat_ind_opi, lib_pr1_ind_opi, date_nai_ind_opi, cod_etu_opi)
     values ('ECT0000001', 'TESTUN1', 'ZOE', '2005-03-14', null), ('AP00000061', 'OTHERWISE', 'ZOE', '2005-03-14', 22000061);
     insert into voeux_ins (cod_ind_opi, cod_cge, cod_etp, cod_vrs_vet)
     select cod_ind_opi, 'CG1', 'L1INFO', 101 from ind_opi where cod_opi_int_epo = 'ECT0000001'`,
  )
}

export const opiScenes: readonly KillScene<OfficeStage>[] = [
  {
    code: 'BATCH_ASYNC_OPI',
    // Intent and marks of two chunks, and what administrators are told.
    transactions: 5,
    moments: [1, 2].flatMap((at) => [
      { moment: 'target-before-commit', at },
      { moment: 'target-committed', at },
    ]),
    // The target has taken the first hundred, and nobody has noted it; all is noted but the last ones.
    usual: [{ moment: 'target-committed', at: 1 }],
    fill: fillQueue,
    left: officeLeft,
    empty: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
    emptyLine: 'les OPI ne sont pas utilisés (OPI_IS_UTILISE) : rien à faire',
  },
]
