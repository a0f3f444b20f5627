import { Temporal } from 'temporal-polyfill'
import { markDemo } from '../../../src/admissions/demo/demo-locks.ts'
import { fileStore } from '../../../src/admissions/files/file-store.ts'
import { committed, type KillScene } from '../kill-bench.ts'
import { addPeople, type OfficeStage, officeLeft, openOffice } from './stage.ts'

export const demoScenes: readonly KillScene<OfficeStage>[] = [
  {
    code: 'BATCH_DEMO',
    transactions: 1,
    moments: [
      { moment: 'removed', at: 1 },
      { moment: 'removed', at: 4 },
      { moment: 'folder-removed', at: 1 },
      { moment: 'written', at: 1 },
      { moment: 'written', at: 40 },
    ],
    // The new data are there, the old files too.
    usual: [committed(1)],
    async fill(stage) {
      await markDemo(stage.database.pool, Temporal.Now.instant())
      await addPeople(stage, await openOffice(stage), 5)
      const store = fileStore(stage.connections.candidateFiles)
      await store.begin()
      for (let n = 1; n <= 5; n++) await store.write(`2026/T${n}/visite.pdf`, `visiteur ${n}`)
    },
    left: officeLeft,
    empty: 'cette base ne porte pas la marque d’une démonstration',
  },
]
