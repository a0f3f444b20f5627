import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { letterText } from '../letter.ts'
import { isQuiet, type Summary } from './summary.ts'
import { summaryLetter } from './summary-letter.ts'

const instant = (text: string) => Temporal.Instant.from(text)
const impQuo = {
  batchCode: 'IMP_QUO',
  label: { fr: 'Import quotidien de la base de Scolarité', en: 'Daily import of the registry' },
}
const doublons = { batchCode: 'DOUBLONS', label: { fr: 'Gestion des doublons', en: 'Duplicates' } }
const pages = { publicUrl: 'https://nocturne.example.org' }

/** The night of the spring change: 23 hours, and 05:00 is 03:00 UTC. */
const night: Summary = {
  date: Temporal.PlainDate.from('2026-03-29'),
  from: instant('2026-03-28T06:30:00Z'),
  until: instant('2026-03-29T05:30:00Z'),
  timeZone: 'Europe/Paris',
  trouble: [
    {
      ...doublons,
      kind: 'failed',
      times: 14,
      firstAt: instant('2026-03-28T22:15:02Z'),
      lastAt: instant('2026-03-29T01:15:02Z'),
      lastRunId: 55,
      lastDueAt: null,
      mendedBy: 56,
    },
    {
      ...impQuo,
      kind: 'missed',
      times: 1,
      firstAt: instant('2026-03-29T03:00:00Z'),
      lastAt: instant('2026-03-29T03:00:00Z'),
      lastRunId: 57,
      lastDueAt: instant('2026-03-29T03:00:00Z'),
      mendedBy: null,
    },
    {
      ...impQuo,
      kind: 'slow',
      times: 1,
      firstAt: instant('2026-03-28T21:00:00Z'),
      lastAt: instant('2026-03-28T21:00:00Z'),
      lastRunId: 40,
      lastDueAt: null,
      mendedBy: null,
    },
  ],
  held: [{ ...impQuo, runId: 41 }],
  rejects: [{ ...impQuo, runId: 42, lines: 1200, rejected: 12 }],
  ran: [
    { ...doublons, states: { finished: 1, failed: 14 } },
    { ...impQuo, states: { finished: 2, running: 1 } },
  ],
  upcoming: [{ ...impQuo, at: instant('2026-03-30T03:00:00Z') }],
}

const quiet: Summary = { ...night, trouble: [], held: [], rejects: [], ran: [], upcoming: [] }

/** No-break spaces as `~`, so that one sees them. */
const visible = (text: string) => text.replaceAll('\u00a0', '~')

test('the summary in French', () => {
  const letter = summaryLetter(night, 'fr', pages)
  expect(visible(letter.subject)).toBe(
    'Nocturne~: bilan de la nuit du samedi 28 au dimanche 29 mars 2026, 5 points à regarder',
  )
  expect(visible(letterText(letter))).toBe(`Bilan de la nuit du samedi 28 au dimanche 29 mars 2026

Du 28/03/2026 07:30:00 au 29/03/2026 07:30:00~: 18 exécutions.

À regarder

- DOUBLONS (Gestion des doublons)~: en échec 14 fois, du 28/03/2026 23:15:02 au 29/03/2026 03:15:02 (dernière exécution~: 55)~; depuis, l’exécution 56 s’est bien terminée
  https://nocturne.example.org/runs/55
- IMP_QUO (Import quotidien de la base de Scolarité)~: pas parti, le 29/03/2026 05:00:00
  https://nocturne.example.org/batches/IMP_QUO/instants/2026-03-29T03%3A00%3A00Z
- IMP_QUO (Import quotidien de la base de Scolarité)~: plus long que d’habitude, le 28/03/2026 22:00:00 (exécution 40)
  https://nocturne.example.org/runs/40

En attente d’approbation

- IMP_QUO (Import quotidien de la base de Scolarité)~: exécution 41
  https://nocturne.example.org/imports/41

Lignes rejetées

- IMP_QUO (Import quotidien de la base de Scolarité)~: 12 sur 1200 (exécution 42)
  https://nocturne.example.org/runs/42

Ce qui a tourné

- DOUBLONS (Gestion des doublons)~: 1 terminée, 14 en échec
- IMP_QUO (Import quotidien de la base de Scolarité)~: 2 terminées, 1 en cours

Prochaines exécutions

- IMP_QUO (Import quotidien de la base de Scolarité)~: 30/03/2026 05:00:00

La nuit en détail~:
https://nocturne.example.org/

-- 
Message automatique de Nocturne. Ce qui vous est envoyé se règle sur la page «~Mon compte~» (https://nocturne.example.org/account).
`)
})

test('the summary in English', () => {
  const letter = summaryLetter(night, 'en', pages)
  expect(letter.subject).toBe(
    'Nocturne: summary of the night of Saturday 28 to Sunday 29 March 2026, 5 matters to look at',
  )
  expect(letterText(letter)).toBe(`Summary of the night of Saturday 28 to Sunday 29 March 2026

From 28/03/2026 07:30:00 to 29/03/2026 07:30:00: 18 runs.

To look at

- DOUBLONS (Duplicates): failed 14 times, from 28/03/2026 23:15:02 to 29/03/2026 03:15:02 (last run: 55); run 56 has finished well since
  https://nocturne.example.org/runs/55
- IMP_QUO (Daily import of the registry): did not start, 29/03/2026 05:00:00
  https://nocturne.example.org/batches/IMP_QUO/instants/2026-03-29T03%3A00%3A00Z
- IMP_QUO (Daily import of the registry): longer than usual, 28/03/2026 22:00:00 (run 40)
  https://nocturne.example.org/runs/40

Waiting for approval

- IMP_QUO (Daily import of the registry): run 41
  https://nocturne.example.org/imports/41

Rejected lines

- IMP_QUO (Daily import of the registry): 12 of 1200 (run 42)
  https://nocturne.example.org/runs/42

What ran

- DOUBLONS (Duplicates): 1 finished, 14 failed
- IMP_QUO (Daily import of the registry): 2 finished, 1 under way

Next runs

- IMP_QUO (Daily import of the registry): 30/03/2026 05:00:00

The night in detail:
https://nocturne.example.org/

-- 
Sent by Nocturne by itself. What you are sent is chosen on the page “My account” (https://nocturne.example.org/account).
`)
})

test('a quiet night, and no public address', () => {
  expect([isQuiet(quiet), isQuiet(night)]).toEqual([true, false])
  const letter = summaryLetter(quiet, 'fr', { publicUrl: null })
  expect(visible(letter.subject)).toBe(
    'Nocturne~: bilan de la nuit du samedi 28 au dimanche 29 mars 2026, rien à signaler',
  )
  expect(visible(letterText(letter))).toBe(`Bilan de la nuit du samedi 28 au dimanche 29 mars 2026

Du 28/03/2026 07:30:00 au 29/03/2026 07:30:00~: aucune exécution.

Rien à signaler.

-- 
Message automatique de Nocturne. Ce qui vous est envoyé se règle sur la page «~Mon compte~».
`)
})
