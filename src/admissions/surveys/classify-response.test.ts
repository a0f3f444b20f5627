import { expect, test } from 'vitest'
import { classifyResponse, type KnownApplication, type KnownDossier } from './classify-response.ts'
import { isBlank, readResponse } from './read-response.ts'

const dossier = (more: Partial<KnownDossier> = {}): KnownDossier => ({
  accountId: 1,
  candidateId: 10,
  archived: false,
  active: true,
  ...more,
})
const application = (more: Partial<KnownApplication> = {}): KnownApplication => ({
  accountId: 1,
  dossierNo: 'T0000001',
  archived: false,
  ...more,
})
const known = {
  dossiers: new Map([
    ['T0000001', dossier()],
    ['T0000002', dossier({ candidateId: null })],
    ['T0000003', dossier({ archived: true, active: false })],
    ['T0000004', dossier({ active: false })],
  ]),
  applications: new Map([
    [100, application()],
    [200, application({ dossierNo: 'T0000009' })],
    [300, application({ archived: true })],
  ]),
}

const response = (fields: Record<string, string>) =>
  readResponse(
    { id: 7, fields: Object.entries({ submitdate: '2026-02-03 10:00:00', ...fields }) },
    'Europe/Paris',
  )

test.each([
  ['its application', { numDossier: 'T0000001', idCandidature: '100' }, 'taken'],
  ['blanks around both', { numDossier: ' t0000001 ', idCandidature: ' 100 ' }, 'taken'],
  ['no application', { numDossier: 'T0000001' }, 'taken'],
  ['a blank application', { numDossier: 'T0000001', idCandidature: '  ' }, 'taken'],
  ['nothing', {}, 'no-dossier'],
  ['an application alone', { idCandidature: '100' }, 'no-dossier'],
  ['an unknown dossier', { numDossier: 'T0000099' }, 'unknown-dossier'],
  ['an application in words', { numDossier: 'T0000001', idCandidature: '100 or 1=1' }, 'invalid-application'],
  ['a number too large', { numDossier: 'T0000001', idCandidature: '9'.repeat(40) }, 'invalid-application'],
  ['an unknown application', { numDossier: 'T0000001', idCandidature: '999' }, 'unknown-application'],
  ['another’s application', { numDossier: 'T0000001', idCandidature: '200' }, 'other-dossier'],
  ['an archived application', { numDossier: 'T0000001', idCandidature: '300' }, 'archived-campaign'],
  ['an archived dossier', { numDossier: 'T0000003' }, 'archived-campaign'],
  ['a dossier of another campaign', { numDossier: 'T0000004' }, 'inactive-campaign'],
  ['a dossier without personal data', { numDossier: 'T0000002' }, 'no-personal-data'],
  ['an incomplete response', { numDossier: 'T0000001', submitdate: '' }, 'incomplete'],
])('83: a response that names %s', (_, fields, outcome) => {
  expect(classifyResponse(response(fields), known).outcome).toBe(outcome)
})

test('fault 3.11: dates that cannot be read, or stand still, are no dates; never now', () => {
  const at = (submitdate: string) => response({ submitdate }).submittedAt?.toString() ?? null
  expect(at('2026-02-03 10:00:00')).toBe('2026-02-03T09:00:00Z')
  expect(at('1980-01-01 00:00:00')).toBeNull()
  expect(at('2026-02-31 10:00:00')).toBeNull()
  expect(at('03/02/2026')).toBeNull()
})

test('answers keep their order and leave out who, when and from where; blank ones are known as such', () => {
  const { answers } = response({
    numDossier: 'T0000001',
    seed: '1',
    Q2: 'b',
    ipaddr: '192.0.2.1',
    Q1: 'a{;}',
  })
  expect(answers).toEqual([
    ['Q2', 'b'],
    ['Q1', 'a{;}'],
  ])
  expect(isBlank(response({ Q1: ' ', Q2: '' }))).toBe(true)
})
