import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'

/** Feeds take turns: the second finds what the first has made. Held until the end of the transaction. */
export async function lockFeeds(client: Queryable): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('admissions-feed'))`)
}

/** Of these codes, those that a table has, with their identifiers. */
export async function idsOfCodes(
  client: Queryable,
  table: 'centre' | 'commission' | 'decision_type' | 'attachment_model' | 'form',
  codes: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ code: string; id: number }>(
    `select code, id from admissions.${table} where code = any ($1)`,
    [[...new Set(codes)]],
  )
  return new Map(rows.map(({ code, id }) => [code, id]))
}

export const where = {
  centre: {
    fr: 'aucun centre de ce code : chargez d’abord les centres',
    en: 'no such centre: feed centres first',
  },
  commission: {
    fr: 'aucune commission de ce code : chargez d’abord les commissions',
    en: 'no such commission: feed commissions first',
  },
  decisionType: {
    fr: 'aucun type de décision de ce code : chargez d’abord les types de décision',
    en: 'no such decision type: feed decision types first',
  },
  mail: {
    fr: 'aucun modèle de mail de ce code : voyez la page « Modèles de mails »',
    en: 'no such mail template: see the page “Mail templates”',
  },
  model: {
    fr: 'aucun modèle de pièce de ce code : chargez d’abord les modèles de pièces',
    en: 'no such attachment model: feed attachment models first',
  },
  form: {
    fr: 'aucun formulaire de ce code : voyez la page « Formulaires »',
    en: 'no such form: see the page “Forms”',
  },
  formation: {
    fr: 'aucune formation de ce code : chargez d’abord les formations',
    en: 'no such formation: feed formations first',
  },
  reference: {
    fr: 'absent des tables de référence du SI Scolarité : synchronisez-les',
    en: 'not in the reference tables of the information system: synchronise them',
  },
} satisfies Record<string, Text>
