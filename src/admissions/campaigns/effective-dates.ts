/**
 * The dates that an application shows and is judged by (admissions.md 3.3): its formation's as long as its campaign is in
 * service; once the campaign is archived, those that BATCH_ARCHIVAGE froze in it, for formations are edited for the new year
 * right after. Whoever reads a deadline, a page or a letter of an application takes them from here, never from the formation.
 */
export const effectiveDateNames = [
  'analysis_on',
  'confirm_by',
  'confirm_days',
  'deposit_from',
  'deposit_to',
  'return_by',
  'publish_on',
  'jury_on',
] as const
export type EffectiveDateName = (typeof effectiveDateNames)[number]

export interface DateAliases {
  readonly application: string
  readonly formation: string
  readonly campaign: string
}

const usual: DateAliases = { application: 'application', formation: 'formation', campaign: 'campaign' }

/** One of the dates as an SQL expression over the three tables' aliases. */
export function effectiveDateSql(name: EffectiveDateName, aliases: DateAliases = usual): string {
  const { application, formation, campaign } = aliases
  return `case when ${campaign}.archived_at is not null and ${application}.frozen_at is not null
    then ${application}.frozen_${name} else ${formation}.${name} end`
}

/** All of them, as columns of their own names. */
export function effectiveDatesSql(aliases: DateAliases = usual): string {
  return effectiveDateNames.map((name) => `${effectiveDateSql(name, aliases)} as ${name}`).join(',\n')
}
