import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { Alert } from './alert.ts'
import { alertSentence } from './alert-sentence.ts'

const instant = (text: string) => Temporal.Instant.from(text)
const alert: Alert = {
  kind: 'failed',
  batchCode: 'IMP_QUO',
  application: 'health',
  label: { fr: 'Import', en: 'Import' },
  runId: 42,
  state: 'failed',
  nodeName: 'node-1',
  at: instant('2026-03-29T03:00:15Z'),
  dueAt: instant('2026-03-29T03:00:00Z'),
  facts: {},
}
const missed = { missed: 3, from: '2026-03-27T04:00:00Z', to: '2026-03-29T03:00:00Z' }

test.each<[Partial<Alert>, string, string]>([
  [{}, 'L’exécution 42 de IMP_QUO (Import) a échoué.', 'Run 42 of IMP_QUO (Import) failed.'],
  [
    { kind: 'interrupted' },
    'L’exécution 42 de IMP_QUO (Import) a été interrompue.',
    'Run 42 of IMP_QUO (Import) was interrupted.',
  ],
  [
    { kind: 'interrupted', facts: { retriedBy: 43 } },
    'L’exécution 42 de IMP_QUO (Import) a été interrompue~; l’exécution 43 la reprend.',
    'Run 42 of IMP_QUO (Import) was interrupted; run 43 takes it up again.',
  ],
  [
    { kind: 'held', facts: { lines: 1200, rejected: 400 } },
    'Le fichier de l’exécution 42 de IMP_QUO (Import) attend une approbation~: rien n’en est appliqué (lignes~: 1200, rejetées~: 400).',
    'The file of run 42 of IMP_QUO (Import) waits for an approval: nothing of it is applied (lines: 1200, rejected: 400).',
  ],
  [
    { kind: 'missed', state: 'skipped', facts: { ...missed, missed: 1, from: missed.to } },
    'IMP_QUO (Import) n’est pas parti~: prévu le 29/03/2026 05:00:00.',
    'IMP_QUO (Import) did not start: due 29/03/2026 05:00:00.',
  ],
  [
    { kind: 'missed', state: 'skipped', facts: missed },
    'IMP_QUO (Import) n’est pas parti~: 3 départs manqués, du 27/03/2026 05:00:00 au 29/03/2026 05:00:00.',
    'IMP_QUO (Import) did not start: 3 starts missed, from 27/03/2026 05:00:00 to 29/03/2026 05:00:00.',
  ],
  [
    { kind: 'missed', state: null, runId: null },
    'IMP_QUO (Import) n’est pas parti~: prévu le 29/03/2026 05:00:00, aucun nœud ne l’a lancé.',
    'IMP_QUO (Import) did not start: due 29/03/2026 05:00:00, no node launched it.',
  ],
  [
    { kind: 'slow', state: 'running', facts: { seconds: 2710, medianSeconds: 723 } },
    'L’exécution 42 de IMP_QUO (Import) dure depuis 45min 10sec~; d’habitude 12min 03sec.',
    'Run 42 of IMP_QUO (Import) has lasted 45min 10sec so far; usually 12min 03sec.',
  ],
  [
    { kind: 'slow', state: 'finished', facts: { seconds: 2710, medianSeconds: 723 } },
    'L’exécution 42 de IMP_QUO (Import) a duré 45min 10sec~; d’habitude 12min 03sec.',
    'Run 42 of IMP_QUO (Import) lasted 45min 10sec; usually 12min 03sec.',
  ],
])('%j', (what, french, english) => {
  const { fr, en } = alertSentence({ ...alert, ...what }, 'Europe/Paris')
  expect([fr.replaceAll('\u00a0', '~'), en]).toEqual([french, english])
})
