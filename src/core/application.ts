import { alertSettings } from '../alerts/settings.ts'
import type { Application } from '../batch/application.ts'
import { nightBeginsAt } from '../batch/night/settings.ts'
import { accountSettings } from '../platform/accounts/settings.ts'
import batchDestructHisto from './batches/batch-destruct-histo.ts'
import batchNettoyage from './batches/batch-nettoyage.ts'
import { clean } from './batches/clean.ts'
import type { TidyExtension } from './tidy-extension.ts'

/** Nocturne's own housekeeping: runs, their files, and what the applications hand it to tidy. */
export function coreApplication(extensions: readonly TidyExtension[] = []): Application {
  return {
    code: 'core',
    label: { fr: 'Nocturne', en: 'Nocturne' },
    batches: [clean(extensions), batchNettoyage, batchDestructHisto],
    settings: [nightBeginsAt, ...accountSettings, ...alertSettings],
  }
}
