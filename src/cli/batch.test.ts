import { Command } from 'commander'
import { expect, test } from 'vitest'
import { addBatchCommands } from './batch.ts'
import type { Cli } from './cli.ts'

test('commands take the other names of a batch for its code, also where the code is typed again', async () => {
  const seen: unknown[] = []
  const cli = {
    say: ({ fr }: { fr: string }) => fr,
    action: () => (code: string, options: { confirm?: string }) => {
      seen.push([code, options.confirm])
    },
  } as unknown as Cli
  const root = new Command()
  addBatchCommands(root, cli)
  const type = (...words: string[]) => root.parseAsync(['batch', ...words], { from: 'user' })
  await type('show', 'BATCH_SYNC_HRO_SISCOL')
  await type('run', 'BATCH_SYNCHRO_LIMESURVEY', '--confirm', 'BATCH_SYNCHRO_LIMESURVEY')
  await type('next', 'IMP_QUO')
  expect(seen).toEqual([
    ['BATCH_SYNCHRO_SISCOL', undefined],
    ['BATCH_SYNC_LIMESURVEY', 'BATCH_SYNC_LIMESURVEY'],
    ['IMP_QUO', undefined],
  ])
})
