import { expect, test } from 'vitest'
import { describeDetail } from './detail-words.ts'

test('the figures of a run are told in words, in the order in which one reads them', () => {
  const detail = { blank: 0, created: 12, stamp: '20261122_003957', rejected: 3, state: 'applied' }
  expect(describeDetail(detail, 'fr')).toBe(
    'Issue : importé, Créations : 12, Rejets : 3, Lignes vides : 0, stamp : 20261122_003957',
  )
  expect(describeDetail({ purged: 4 }, 'en')).toBe('purged: 4')
})
