import type { Queryable } from '../../platform/database.ts'
import { idsOfCodes, lockFeeds, where } from './codes.ts'
import type { FeedContext } from './feed-context.ts'
import { type FeedOutcome, type RejectedRecord, unknownCode } from './feed-outcome.ts'
import { replaceLinks } from './formation-links.ts'
import { applyKeyed, type KeyedTable, type Values } from './keyed-table.ts'
import type {
  AttachmentModelRecord,
  CentreRecord,
  CommissionRecord,
  DecisionTypeRecord,
  FormationRecord,
} from './records.ts'

/** What may be applied for (admissions.md 4.3): each record by its code. */

const code = { name: 'code', type: 'text' }
const stamped = { identity: 'id', key: [code], changedAt: 'changed_at', version: true } as const
const yes = { type: 'boolean', initial: true } as const
const no = { type: 'boolean', initial: false } as const
const text = (name: string) => ({ name, type: 'text' })
const date = (name: string) => ({ name, type: 'date' })

const centres: KeyedTable = {
  ...stamped,
  name: 'admissions.centre',
  columns: [
    text('label'),
    { name: 'bcc_mails', type: 'text[]', initial: [] },
    { name: 'in_service', ...yes },
  ],
}

export async function feedCentres(
  client: Queryable,
  records: readonly CentreRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  return await feedCoded(client, centres, records, context, ({ label, bccMails, inService }) => ({
    label,
    bcc_mails: bccMails,
    in_service: inService,
  }))
}

const commissions: KeyedTable = {
  ...stamped,
  name: 'admissions.commission',
  columns: [
    { name: 'centre_id', type: 'bigint' },
    text('label'),
    { name: 'alert_mails', type: 'text[]', initial: [] },
    { name: 'alert_withdrawal', ...no },
    { name: 'alert_main_list', ...no },
    { name: 'mail_letter', ...no },
    { name: 'in_service', ...yes },
  ],
}

export async function feedCommissions(
  client: Queryable,
  records: readonly CommissionRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  const known = await idsOfCodes(
    client,
    'centre',
    records.map(({ centre }) => centre),
  )
  return await feedCoded(client, commissions, records, context, (one) => {
    const centreId = known.get(one.centre)
    if (centreId === undefined) return unknownCode('centre', one.centre, where.centre)
    return {
      centre_id: centreId,
      label: one.label,
      alert_mails: one.alertMails,
      alert_withdrawal: one.alertWithdrawal,
      alert_main_list: one.alertMainList,
      mail_letter: one.mailLetter,
      in_service: one.inService,
    }
  })
}

const decisionTypes: KeyedTable = {
  ...stamped,
  name: 'admissions.decision_type',
  columns: [
    text('label'),
    text('kind'),
    { name: 'pours_opi', ...no },
    { name: 'final', ...yes },
    { name: 'in_service', ...yes },
    text('mail_code'),
  ],
}

export async function feedDecisionTypes(
  client: Queryable,
  records: readonly DecisionTypeRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  const { rows } = await client.query<{ code: string }>(
    'select code from admissions.mail_template where code = any ($1)',
    [records.flatMap(({ mail }) => mail ?? [])],
  )
  const mails = new Set(rows.map((row) => row.code))
  return await feedCoded(client, decisionTypes, records, context, (one) => {
    if (one.mail != null && !mails.has(one.mail)) return unknownCode('mail', one.mail, where.mail)
    return {
      label: one.label,
      kind: one.kind,
      pours_opi: one.poursOpi,
      final: one.final,
      in_service: one.inService,
      mail_code: one.mail,
    }
  })
}

const attachmentModels: KeyedTable = {
  ...stamped,
  name: 'admissions.attachment_model',
  columns: [text('label'), text('sis_code'), { name: 'shared', ...no }, { name: 'in_service', ...yes }],
}

export async function feedAttachmentModels(
  client: Queryable,
  records: readonly AttachmentModelRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  return await feedCoded(client, attachmentModels, records, context, (one) => ({
    label: one.label,
    sis_code: one.sisCode,
    shared: one.shared,
    in_service: one.inService,
  }))
}

const formations: KeyedTable = {
  ...stamped,
  name: 'admissions.formation',
  columns: [
    text('sis_kind'),
    text('label'),
    { name: 'commission_id', type: 'bigint' },
    { name: 'in_service', ...yes },
    { name: 'waiting_list', ...no },
    { name: 'demat', ...yes },
    text('stage_code'),
    text('stage_version'),
    text('diploma_code'),
    text('diploma_version'),
    text('cge_code'),
    text('pegase_code'),
    date('analysis_on'),
    date('confirm_by'),
    { name: 'confirm_days', type: 'int' },
    date('deposit_from'),
    date('deposit_to'),
    date('return_by'),
    date('publish_on'),
    date('jury_on'),
    date('confirm_by_wl'),
    { name: 'confirm_days_wl', type: 'int' },
    { name: 'favourable_type_id', type: 'bigint' },
  ],
}

export async function feedFormations(
  client: Queryable,
  records: readonly FormationRecord[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  const listed = (pick: (one: FormationRecord) => readonly string[] | string | null | undefined) =>
    records.flatMap((one) => pick(one) ?? [])
  const [commissions, types, models, forms] = [
    await idsOfCodes(
      client,
      'commission',
      listed((one) => one.commission),
    ),
    await idsOfCodes(
      client,
      'decision_type',
      listed((one) => one.favourableType),
    ),
    await idsOfCodes(
      client,
      'attachment_model',
      listed((one) => one.attachments),
    ),
    await idsOfCodes(
      client,
      'form',
      listed((one) => one.forms),
    ),
  ]
  const outcomes = await feedCoded(client, formations, records, context, (one) => {
    const commissionId = commissions.get(one.commission)
    if (commissionId === undefined) return unknownCode('commission', one.commission, where.commission)
    const typeId = one.favourableType == null ? one.favourableType : types.get(one.favourableType)
    if (one.favourableType != null && typeId === undefined)
      return unknownCode('favourableType', one.favourableType, where.decisionType)
    const model = one.attachments?.find((code) => !models.has(code))
    if (model !== undefined) return unknownCode('attachments', model, where.model)
    const form = one.forms?.find((code) => !forms.has(code))
    if (form !== undefined) return unknownCode('forms', form, where.form)
    return {
      sis_kind: context.sisKind,
      label: one.label,
      commission_id: commissionId,
      in_service: one.inService,
      waiting_list: one.waitingList,
      demat: one.demat,
      stage_code: one.stageCode,
      stage_version: one.stageVersion,
      diploma_code: one.diplomaCode,
      diploma_version: one.diplomaVersion,
      cge_code: one.cgeCode,
      pegase_code: one.pegaseCode,
      analysis_on: one.analysisOn,
      confirm_by: one.confirmBy,
      confirm_days: one.confirmDays,
      deposit_from: one.depositFrom,
      deposit_to: one.depositTo,
      return_by: one.returnBy,
      publish_on: one.publishOn,
      jury_on: one.juryOn,
      confirm_by_wl: one.confirmByWl,
      confirm_days_wl: one.confirmDaysWl,
      favourable_type_id: typeId,
    }
  })
  return await replaceLinks(client, records, outcomes, { models, forms })
}

/** `valuesOf`: the columns of a record, or why it is rejected. */
async function feedCoded<R extends { readonly code: string }>(
  client: Queryable,
  table: KeyedTable,
  records: readonly R[],
  { now, author }: FeedContext,
  valuesOf: (record: R) => Values | RejectedRecord,
): Promise<FeedOutcome[]> {
  await lockFeeds(client)
  const checked = records.map((record) => ({ record, values: valuesOf(record) }))
  const taken = checked.filter(
    (one): one is { record: R; values: Values } => one.values.outcome !== 'rejected',
  )
  const applied = await applyKeyed(
    client,
    table,
    taken.map(({ record, values }) => ({ key: { code: record.code }, values })),
    { now: now.toString(), author },
  )
  let at = 0
  return checked.map(
    ({ record, values }): FeedOutcome =>
      values.outcome === 'rejected' ? (values as RejectedRecord) : { ...applied[at++]!, key: record.code },
  )
}
