import { before, committed, type KillScene } from '../kill-bench.ts'
import { type OfficeStage, officeLeft, rows } from './stage.ts'

const none = { selectionnes: 1, en_erreur: 0 }

/** Both switches: the doors, and who is written down as having moved them. */
export const maintenanceScenes: readonly KillScene<OfficeStage>[] = [
  {
    code: 'BATCH_APP_EN_MAINT',
    transactions: 1,
    usual: [committed(1)],
    fill: async () => {},
    left: officeLeft,
    empty: none,
    emptyLine: 'maintenance activée',
  },
  {
    code: 'BATCH_APP_EN_SERVICE',
    transactions: 1,
    usual: [before(1)],
    async fill(stage) {
      await rows(
        stage,
        `update maintenance set "on" = true, since = now(), by = 'SYSTEM:BATCH_APP_EN_MAINT' where scope = 'admissions'`,
      )
    },
    left: officeLeft,
    empty: none,
    emptyLine: 'application remise en service',
  },
]
