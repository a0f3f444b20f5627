import type { Command } from 'commander'
import { addAccountCommands } from './account.ts'
import { addAdmissionsCommands } from './admissions.ts'
import { addAuditCommands } from './audit.ts'
import { addBatchCommands } from './batch.ts'
import type { Cli } from './cli.ts'
import { addConfig } from './config.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addDropCommands } from './drop.ts'
import { addDuplicateCommands } from './duplicates.ts'
import { addEncryptionCommands } from './encryption.ts'
import { addFileCommands } from './files.ts'
import { addFollowUpCommands } from './follow-ups.ts'
import { addHealthLoadCommands } from './health-load.ts'
import { addImportCommands } from './import-students.ts'
import { addMigrate } from './migrate.ts'
import { addModelCommands } from './model-list.ts'
import { addRunCommands } from './run.ts'
import { addScheduleCommands } from './schedule-next.ts'
import { addSettingCommands } from './setting.ts'
import { addStart } from './start.ts'
import { addStatisticsCommands } from './statistics.ts'
import { addSyncCommands } from './sync.ts'

/** Every command of `./nocturne`, in the order of its help. */
export const commands: readonly ((root: Command, cli: Cli) => void)[] = [
  addStart,
  addDemo,
  addMigrate,
  addDoctor,
  addBatchCommands,
  addRunCommands,
  addImportCommands,
  addFollowUpCommands,
  addHealthLoadCommands,
  addAdmissionsCommands,
  addSyncCommands,
  addFileCommands,
  addDropCommands,
  addScheduleCommands,
  addModelCommands,
  addDuplicateCommands,
  addStatisticsCommands,
  addSettingCommands,
  addAccountCommands,
  addAuditCommands,
  addEncryptionCommands,
  addConfig,
]
