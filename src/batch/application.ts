import type { Queryable } from '../platform/database.ts'
import type { SettingDefinition } from '../platform/settings.ts'
import type { Text } from '../platform/text.ts'
import type { Batch } from './define-batch.ts'

/** The applications that Nocturne serves, and its own housekeeping. */
export type ApplicationCode = 'core' | 'health' | 'admissions' | 'learning'

/**
 * An application introduces itself: a folder plus one line in the list of applications (`src/applications.ts`).
 * The engine is handed manifests and knows no domain.
 */
export interface Application {
  readonly code: ApplicationCode
  readonly label: Text
  readonly batches: readonly Batch[]
  readonly settings: readonly SettingDefinition[]
  /**
   * What it makes of mails that the server refused for good (`outgoing_mail.refused_at`): called after each sending, so it
   * looks at what it has not noted yet, and returns how many it noted.
   */
  noteRefusedMail?(db: Queryable): Promise<number>
}
