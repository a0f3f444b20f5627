import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { nightHolding, nightOf } from './night-span.ts'
import type { ToldNight } from './tell-night.ts'
import { testNight } from './test-night.ts'

/** The exceptions as short lines: kind, batch, what mended it. */
function exceptions(night: ToldNight): string[] {
  return night.exceptions.map(
    (one) => `${one.kind} ${one.batchCode}${one.mendedBy === null ? '' : ` mended by ${one.mendedBy}`}`,
  )
}

describe('a night without a fault', () => {
  test('is good, and says how many runs it had', () => {
    const night = testNight()
      .batch('CLEAN', '01:00')
      .batch('IMP_QUO', '05:00')
      .run('CLEAN', 'finished', { due: '01:00', start: '01:00:00' })
      .run('IMP_QUO', 'finished', { due: '05:00', start: '05:00:24', seconds: 911 })
      .tell()
    expect(night.sentence).toEqual({ fr: '2 exécutions, toutes réussies.', en: '2 runs, all successful.' })
    expect(night.mood).toBe('good')
    expect(night.exceptions).toEqual([])
  })

  test('shows a lane for each batch that ran or was due, in the order in which they came', () => {
    const night = testNight()
      .batch('IMP_QUO', '05:00')
      .batch('CLEAN', '22:30')
      .batch('OFF', '03:00', { enabled: false })
      .run('CLEAN', 'finished', { due: '22:30', start: '22:30:00' })
      .at('23:00')
      .tell()
    expect(night.lanes.map((lane) => lane.batch.code)).toEqual(['CLEAN', 'IMP_QUO'])
    expect(night.lanes[1]!.due.map(String)).toEqual(['2026-01-06T04:00:00Z'])
    expect(night.lanes[1]!.runs).toEqual([])
  })

  test('in which nothing ran and nothing was due is quiet', () => {
    const night = testNight().tell()
    expect(night.mood).toBe('quiet')
    expect(night.sentence.fr).toBe("Rien ne s'est exécuté, et rien n'était prévu.")
  })

  test('that has only begun says what comes first', () => {
    const night = testNight().batch('IMP_QUO', '05:00').batch('CLEAN', '01:00').at('13:00').tell()
    expect(night.mood).toBe('quiet')
    expect(night.sentence).toEqual({
      fr: "Rien ne s'est encore exécuté. Prochaine échéance : CLEAN à 01:00.",
      en: 'Nothing has run yet. Next due: CLEAN at 01:00.',
    })
  })

  test('under way says what runs and what waits', () => {
    const night = testNight()
      .batch('A', '22:00')
      .batch('B', '22:00')
      .batch('C', '22:00')
      .run('A', 'finished', { due: '22:00', start: '22:00:00' })
      .run('B', 'running', { due: '22:00', start: '22:00:00' })
      .run('C', 'queued', { due: '22:00' })
      .at('22:01')
      .tell()
    expect(night.sentence.fr).toBe('2 exécutions, 1 réussie, 1 en cours, 1 en attente.')
  })
})

describe('what failed', () => {
  test('is told with its hour, after the counts', () => {
    const night = testNight()
      .batch('CLEAN', '01:00')
      .batch('IMP_QUO', '05:00')
      .batch('DOUBLONS', '03:00')
      .run('CLEAN', 'finished', { due: '01:00', start: '01:00:00' })
      .run('IMP_QUO', 'failed', { due: '05:00', start: '05:00:14', error: 'fichier absent\nau-delà' })
      .tell()
    expect(night.sentence).toEqual({
      fr: "2 exécutions, 1 réussie. IMP_QUO a échoué à 05:00:24 ; DOUBLONS n'a pas démarré.",
      en: '2 runs, 1 successful. IMP_QUO failed at 05:00:24; DOUBLONS did not start.',
    })
    expect(night.mood).toBe('bad')
    expect(night.exceptions.at(-1)!.sentence.fr).toBe('IMP_QUO a échoué à 05:00:24 : fichier absent')
  })

  test('and was mended by a later run calls for attention only', () => {
    const night = testNight()
      .batch('IMP_QUO', '05:00')
      .run('IMP_QUO', 'failed', { due: '05:00', start: '05:00:14' })
      .run('IMP_QUO', 'finished', { start: '08:10:00' })
      .tell()
    expect(exceptions(night)).toEqual(['failed IMP_QUO mended by 2'])
    expect(night.sentence.fr).toBe('2 exécutions, 1 réussie. IMP_QUO a échoué à 05:00:24, puis a réussi.')
    expect(night.mood).toBe('attention')
  })

  test('also when that run came in another night', () => {
    const night = testNight()
      .batch('IMP_QUO', '05:00')
      .run('IMP_QUO', 'interrupted', { due: '05:00', start: '05:00:00' })
      .finishedSince('IMP_QUO', '2026-01-06T15:00:00Z')
      .tell()
    expect(exceptions(night)).toEqual(['interrupted IMP_QUO mended by 2'])
  })

  test('and was acknowledged is no longer bad, and once all is acknowledged the night is settled', () => {
    const night = testNight()
      .batch('IMP_QUO', '05:00')
      .run('IMP_QUO', 'failed', { due: '05:00', start: '05:00:00' })
      .acknowledged('IMP_QUO', 'testun')
      .tell()
    expect(night.exceptions[0]!.acknowledged).toMatchObject({ by: 'testun' })
    expect(night.mood).toBe('good')
  })

  test('again and again is one clause', () => {
    const night = testNight().everyMinutes('SYNC', 15)
    for (const start of ['01:00:00', '01:15:00', '01:30:00'])
      night.run('SYNC', 'failed', { due: start, start })
    expect(night.tell().sentence.fr).toBe(
      '3 exécutions, aucune réussie. SYNC a échoué 3 fois, la dernière à 01:30:10.',
    )
  })

  test('in many batches is cut short, the gravest first', () => {
    const night = testNight()
    for (const code of ['A', 'B', 'C', 'D', 'E', 'F'])
      night.batch(code, '02:00').run(code, 'failed', { due: '02:00', start: '02:00:00' })
    night
      .batch('G', '02:00')
      .run('G', 'cancelled', { due: '02:00', start: '02:00:00', cancelledBy: 'testun' })
    const { sentence } = night.tell()
    expect(sentence.fr).toMatch(
      /^7 exécutions, aucune réussie\. A a échoué à 02:00:10 ; B .* ; et 3 autres\.$/,
    )
  })
})

describe('what did not start', () => {
  test('is found where a due instant left no row', () => {
    const night = testNight().batch('DOUBLONS', '03:00').tell()
    expect(exceptions(night)).toEqual(['not-started DOUBLONS'])
    expect(night.exceptions[0]).toMatchObject({ runId: null })
    expect(night.exceptions[0]!.sentence.fr).toBe(
      "DOUBLONS n'a pas démarré à 03:00:00, et rien ne dit pourquoi",
    )
    expect(night.mood).toBe('bad')
  })

  test('is not looked for before its minute is over, nor in what is still to come', () => {
    const night = () => testNight().batch('DOUBLONS', '03:00')
    expect(night().at('02:59').tell().exceptions).toEqual([])
    expect(night().at('03:01').tell().exceptions).toEqual([])
    expect(exceptions(night().at('03:02').tell())).toEqual(['not-started DOUBLONS'])
  })

  test('is not missed where the batch was out of service, or planned otherwise by then', () => {
    expect(testNight().batch('A', '03:00', { enabled: false }).tell().exceptions).toEqual([])
    expect(testNight().batch('A', '03:00', { savedAt: '03:30' }).tell().exceptions).toEqual([])
    const moved = testNight()
      .batch('A', '04:00', { savedAt: '02:00', formerTime: '03:00' })
      .run('A', 'finished', { due: '04:00', start: '04:00:00' })
    expect(moved.tell().exceptions).toEqual([])
  })

  test('was due under the plan that stood before it was changed', () => {
    const night = testNight().batch('A', '01:00', { savedAt: '04:00', formerTime: '03:00' }).tell()
    expect(exceptions(night)).toEqual(['not-started A'])
    expect(night.exceptions[0]!.at.toString()).toBe('2026-01-06T02:00:00Z')
  })

  test('while everything was down is told by the row that says so', () => {
    const night = testNight().batch('IMP_QUO', '05:00').missed('IMP_QUO', '05:00', '05:00', 1).tell()
    expect(exceptions(night)).toEqual(['missed IMP_QUO'])
    expect(night.exceptions[0]!.sentence).toEqual({
      fr: "IMP_QUO n'a pas démarré à 05:00:00 : aucun serveur ne vérifiait",
      en: 'IMP_QUO did not start at 05:00:00: no server was checking',
    })
    expect(night.sentence.fr).toBe("Aucune exécution. IMP_QUO n'a pas démarré à son heure.")
  })

  test('and was caught up within the night is a run like any other', () => {
    const night = testNight()
      .batch('IMP_QUO', '05:00')
      .run('IMP_QUO', 'finished', { due: '05:00', start: '08:00:00' })
      .tell()
    expect(night.exceptions).toEqual([])
  })

  test('and was caught up only the next day is told in the night in which it was due', () => {
    const night = testNight()
      .batch('IMP_QUO', '05:00')
      .run('IMP_QUO', 'finished', { due: '05:00', start: '2026-01-06T13:00:10Z' })
      .at('2026-01-06T14:00:00Z')
      .tell()
    expect(night.exceptions[0]!.sentence.fr).toBe(
      "IMP_QUO n'a pas démarré à 05:00:00 : rattrapé le lendemain à 14:00:10",
    )
    expect(night.lanes[0]!.runs).toEqual([])
  })
})

describe('what should be looked at although it finished', () => {
  test('is an import that waits for an approval, and one that rejected lines', () => {
    const night = testNight()
      .run('IMP_QUO', 'finished', {
        start: '05:00:00',
        exchange: { held: true, rejected: 40, dryRun: false },
      })
      .run('IMP_MAN', 'finished', {
        start: '09:00:00',
        exchange: { held: false, rejected: 3, dryRun: false },
      })
      .run('IMP_SIM', 'finished', { start: '09:30:00', exchange: { held: false, rejected: 3, dryRun: true } })
      .batch('IMP_QUO', '05:00', { enabled: false })
      .batch('IMP_MAN', '05:00', { enabled: false })
      .batch('IMP_SIM', '05:00', { enabled: false })
      .tell()
    expect(exceptions(night)).toEqual(['held IMP_QUO', 'rejects IMP_MAN'])
    expect(night.counts.held).toBe(1)
    expect(night.mood).toBe('attention')
    expect(night.exceptions[1]!.sentence.fr).toBe('IMP_MAN a rejeté 3 lignes')
  })

  test('is a run far beyond its habit, over or still under way', () => {
    const night = testNight()
      .batch('A', '01:00')
      .batch('B', '05:00')
      .habit('A', 600, 600, 610, 590, 600)
      .habit('B', 600, 600, 610, 590, 600)
      .run('A', 'finished', { due: '01:00', start: '01:00:00', seconds: 5400 })
      .run('B', 'running', { due: '05:00', start: '05:00:00' })
      .at('05:30')
      .tell()
    expect(night.exceptions.map((one) => one.sentence.fr)).toEqual([
      "A a duré 90min 00sec, au lieu de 10min 00sec d'habitude",
      "B dure depuis 30min 00sec, au lieu de 10min 00sec d'habitude",
    ])
    expect(night.lanes[0]!.runs[0]).toMatchObject({ abnormallyLong: true, medianSeconds: 600 })
    expect(night.mood).toBe('attention')
  })

  test('is a run that was interrupted, with the reason in either language', () => {
    const night = testNight()
      .batch('A', '01:00')
      .run('A', 'interrupted', {
        due: '01:00',
        start: '01:00:00',
        reason: { code: 'node-lost', node: 'calcium-2' },
      })
      .tell()
    expect(night.exceptions[0]!.sentence).toEqual({
      fr: 'A a été interrompu à 01:00:10 : le nœud calcium-2 ne répond plus',
      en: 'A was interrupted at 01:00:10: node calcium-2 no longer answers',
    })
  })

  test('is a run that somebody cancelled', () => {
    const night = testNight()
      .batch('A', '01:00')
      .run('A', 'cancelled', { due: '01:00', start: '01:00:00', cancelledBy: 'testun' })
      .tell()
    expect(night.exceptions[0]!.sentence.fr).toBe('A a été annulé par testun')
    expect(night.mood).toBe('attention')
  })
})

describe('a frequency', () => {
  test('has its past marks from its rows and its next ones from its last start, a bounded number of them', () => {
    const night = testNight()
      .everyMinutes('SYNC', 1)
      .run('SYNC', 'finished', { due: '13:00', start: '13:00:00' })
      .run('SYNC', 'finished', { due: '13:01', start: '13:01:00' })
      .at('13:01:30')
      .tell()
    const { due } = night.lanes[0]!
    expect(due.slice(0, 3).map(String)).toEqual([
      '2026-01-05T12:00:00Z',
      '2026-01-05T12:01:00Z',
      '2026-01-05T12:02:00Z',
    ])
    expect(due).toHaveLength(102)
    expect(night.exceptions).toEqual([])
  })
})

describe('the span of a night', () => {
  const span = (instant: string) => {
    const { date, from, to } = nightHolding(Temporal.Instant.from(instant), '12:00', 'Europe/Paris')
    return [String(date), String(from), String(to)]
  }

  test('goes from noon to noon, in the establishment’s time', () => {
    expect(span('2026-01-06T10:59:59Z')).toEqual([
      '2026-01-05',
      '2026-01-05T11:00:00Z',
      '2026-01-06T11:00:00Z',
    ])
    expect(span('2026-01-06T11:00:00Z')[0]).toBe('2026-01-06')
  })

  test('is an hour shorter in spring and an hour longer in autumn', () => {
    const hours = (date: string) => {
      const { from, to } = nightOf(Temporal.PlainDate.from(date), '12:00', 'Europe/Paris')
      return to.since(from).total('hours')
    }
    expect([hours('2026-03-28'), hours('2026-10-24'), hours('2026-01-05')]).toEqual([23, 25, 24])
  })
})
