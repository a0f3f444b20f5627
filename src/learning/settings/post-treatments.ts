import { z } from 'zod'
import { defineSetting, type SettingDefinition } from '../../platform/settings.ts'
import type { Text } from '../../platform/text.ts'
import { type OperationCode, type SyncOperation, syncOperations } from '../operations.ts'
import {
  archiveFiles,
  cleanFiles,
  enrolCleanup,
  storeJournal,
  storeReport,
  storeRetryFile,
} from './common.ts'

/** What a tool says of a post-treatment: nothing of its own, or its own way whatever the general setting is. */
const override = z.enum(['general', 'on', 'off'])
export type PostTreatmentOverride = z.infer<typeof override>

const choices: Readonly<Record<PostTreatmentOverride, Text>> = {
  general: { fr: 'comme le réglage général', en: 'as the general setting' },
  on: { fr: 'oui', en: 'yes' },
  off: { fr: 'non', en: 'no' },
}

/** As the screens list them (learning.md 5.4). */
const postTreatments: readonly SettingDefinition<boolean>[] = [
  enrolCleanup,
  storeReport,
  archiveFiles,
  storeRetryFile,
  storeJournal,
  cleanFiles,
]

/** Only what these do can leave groups empty that they look after (learning.md 5.4). */
const cleaningGroups: readonly OperationCode[] = [
  'users.sync',
  'enrols.sync',
  'cohorts.bind',
  'groups.members',
]

export function postTreatmentsOf({ code }: SyncOperation): readonly SettingDefinition<boolean>[] {
  return postTreatments.filter((one) => one !== enrolCleanup || cleaningGroups.includes(code))
}

/** `learning.users.archive-files`, over `learning.archive-files`. */
export function overrideOf(
  operation: SyncOperation,
  general: SettingDefinition<boolean>,
): SettingDefinition<PostTreatmentOverride> {
  return defineSetting<PostTreatmentOverride>({
    key: general.key.replace('learning.', `learning.${operation.tool}.`),
    label: {
      fr: `${general.label.fr} – ${operation.label.fr}`,
      en: `${general.label.en} – ${operation.label.en}`,
    },
    schema: override,
    default: 'general',
    choices,
    overrides: general.key,
  })
}

/** What each tool may say of each post-treatment that it has. */
export const postTreatmentOverrides = syncOperations.flatMap((operation) =>
  postTreatmentsOf(operation).map((general) => overrideOf(operation, general)),
) as readonly SettingDefinition[]
