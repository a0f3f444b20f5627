import type { SisKind } from '../../src/platform/connection-definitions.ts'
import type { Queryable } from '../../src/platform/database.ts'

/*
 * A small admissions office for tests: rows with sensible values, of which a test says only what matters to it. Column names
 * are those of the tables. People are TESTUN, numbered.
 */

type Values = Readonly<Record<string, unknown>>

/** One row; what is not given has the default of `defaults`, then of the table. Returns its id. */
export async function addRow(db: Queryable, table: string, values: Values): Promise<number> {
  const names = Object.keys(values)
  const places = names.map((_, at) => `$${at + 1}`)
  const { rows } = await db.query<{ id: number }>(
    `insert into admissions.${table} (${names.join(', ')}) values (${places.join(', ')}) returning *`,
    Object.values(values),
  )
  return rows[0]!.id
}

export interface Scene {
  readonly sisKind: SisKind
  readonly campaignId: number
  readonly centreId: number
  readonly commissionId: number
  readonly favourableId: number
  readonly waitingListId: number
  readonly unfavourableId: number
}

/**
 * A campaign in service from 2026-01-01 to 2026-09-30 (code `2026`), a centre, a commission, three decision types
 * (`ADMIS`, which pours OPI, `LISTE`, `REFUS`), the reference codes FRANCE `100`, management centre `CG1`, baccalaureate `S`.
 */
export async function addScene(
  db: Queryable,
  { sisKind = 'A' as SisKind, campaign = {} as Values } = {},
): Promise<Scene> {
  await addReferenceCodes(db, sisKind)
  const campaignId = await addCampaign(db, { sis_kind: sisKind, ...campaign })
  const centreId = await addRow(db, 'centre', {
    code: 'CENTRE',
    label: 'Centre de test',
    bcc_mails: ['centre@example.org'],
  })
  const commissionId = await addRow(db, 'commission', {
    centre_id: centreId,
    code: 'COMMISSION',
    label: 'Commission de test',
    alert_mails: ['commission@example.org'],
  })
  const type = (code: string, kind: string, pours: boolean) =>
    addRow(db, 'decision_type', { code, label: code.toLowerCase(), kind, pours_opi: pours })
  return {
    sisKind,
    campaignId,
    centreId,
    commissionId,
    favourableId: await type('ADMIS', 'FA', true),
    waitingListId: await type('LISTE', 'LC', false),
    unfavourableId: await type('REFUS', 'DE', false),
  }
}

export async function addReferenceCodes(db: Queryable, sisKind: SisKind): Promise<void> {
  const code = (table: string, code: string, label: string) =>
    db.query(
      `insert into admissions.siscol_${table} (code, sis_kind, label) values ($1, $2, $3) on conflict do nothing`,
      [code, sisKind, label],
    )
  await code('country', '100', 'FRANCE')
  await code('cge', 'CG1', 'Centre de gestion 1')
  await code('dept', '075', 'Paris')
  await code('commune', '75056', 'Paris')
  await code('bac', 'S', 'Scientifique')
}

export async function addCampaign(db: Queryable, values: Values = {}): Promise<number> {
  return await addRow(db, 'campaign', {
    sis_kind: 'A',
    code: '2026',
    label: 'Campagne 2026',
    start_on: '2026-01-01',
    end_on: '2026-09-30',
    in_service: true,
    activated_at: '2026-01-01T00:00:00Z',
    ...values,
  })
}

export async function addFormation(
  db: Queryable,
  scene: Scene,
  code: string,
  values: Values = {},
): Promise<number> {
  return await addRow(db, 'formation', {
    sis_kind: scene.sisKind,
    code,
    label: `Formation ${code}`,
    commission_id: scene.commissionId,
    stage_code: code.slice(0, 6),
    stage_version: '101',
    cge_code: 'CG1',
    pegase_code: `PG-${code}`,
    confirm_by: '2026-06-30',
    favourable_type_id: scene.favourableId,
    ...values,
  })
}

export interface Person {
  readonly accountId: number
  readonly candidateId: number
  readonly dossierNo: string
}

/** The `n`-th candidate: account, validated, with personal data. */
export async function addPerson(
  db: Queryable,
  scene: Scene,
  n: number,
  { account = {} as Values, candidate = {} as Values } = {},
): Promise<Person> {
  const dossierNo = `T${String(n).padStart(7, '0')}`
  const accountId = await addAccount(db, scene, n, account)
  const candidateId = await addRow(db, 'candidate', {
    account_id: accountId,
    sis_kind: scene.sisKind,
    civility: 'Mme',
    sex: 'F',
    birth_name: `TESTUN${n}`,
    first_name: 'Zoé',
    born_on: '2005-03-14',
    birth_country: '100',
    birth_city: 'PARIS',
    nationality: '100',
    country_code: '100',
    commune_code: '75056',
    postcode: '75001',
    address_line3: '1 rue des Essais',
    ...candidate,
  })
  return { accountId, candidateId, dossierNo }
}

/** An account alone (compte à minima), validated unless said otherwise. */
export async function addAccount(
  db: Queryable,
  scene: Scene,
  n: number,
  values: Values = {},
): Promise<number> {
  const dossierNo = `T${String(n).padStart(7, '0')}`
  await addRow(db, 'dossier_number', { dossier_no: dossierNo, campaign_code: '2026' })
  return await addRow(db, 'account', {
    campaign_id: scene.campaignId,
    dossier_no: dossierNo,
    last_name: `TESTUN${n}`,
    first_name: 'Zoé',
    mail: `testun${n}@example.org`,
    validated: true,
    valid_until: '2026-01-31T22:00:00Z',
    ...values,
  })
}

export async function addApplication(
  db: Queryable,
  scene: Scene,
  person: Pick<Person, 'candidateId'>,
  formationId: number,
  values: Values = {},
): Promise<number> {
  return await addRow(db, 'application', {
    sis_kind: scene.sisKind,
    candidate_id: person.candidateId,
    formation_id: formationId,
    status: 'CO',
    treatment: 'AC',
    treatment_validated: true,
    ...values,
  })
}

/** A decision, validated on 2026-05-01 unless `validated` is false. */
export async function addDecision(
  db: Queryable,
  applicationId: number,
  typeId: number,
  values: Values = {},
): Promise<number> {
  const validated = values.validated !== false
  return await addRow(db, 'decision', {
    application_id: applicationId,
    type_id: typeId,
    validated,
    validated_at: validated ? '2026-05-01T10:00:00Z' : null,
    created_by: 'testun',
    ...values,
  })
}
