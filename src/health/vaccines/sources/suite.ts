import { expect, test } from 'vitest'
import { SourceFailure, type VaccineSource } from '../vaccine-source.ts'

/** What every source of vaccines does; an adapter's test says how to make it give these texts. */
export function describeVaccineSource(given: (json: string) => Promise<VaccineSource>): void {
  const signal = new AbortController().signal
  const list = async (json: string) => (await given(json)).list(null, signal)

  test('a list alone is complete, and every field of a vaccine is taken', async () => {
    const page = await list(
      JSON.stringify([
        {
          id: 12,
          name: 'VACCIN TEST A',
          short_description: 'Essai',
          ucd_code: 9990001,
          cip_codes: [9990000000001],
          marketing_start: '2020-01-31',
          marketing_end: null,
          french: true,
          alternative_names: ['TEST ALPHA'],
          diseases: [{ id: 1, name: 'Maladie inventée' }],
          valences: [{ id: 'V1', name: 'Valence inventée' }],
          code_set: 'ignored',
        },
        { id: 'B', name: 'VACCIN TEST B' },
      ]),
    )
    expect(page).toMatchObject({ next: null, complete: true })
    expect(page.vaccines).toEqual([
      {
        externalId: '12',
        name: 'VACCIN TEST A',
        shortDescription: 'Essai',
        ucdCode: '9990001',
        cipCodes: ['9990000000001'],
        alternativeNames: ['TEST ALPHA'],
        marketedFrom: '2020-01-31',
        marketedUntil: null,
        french: true,
        valences: [{ id: 'V1', name: 'Valence inventée' }],
        diseases: [{ id: '1', name: 'Maladie inventée' }],
      },
      expect.objectContaining({ externalId: 'B', cipCodes: [], french: null }),
    ])
  })

  test('a list may say that it is only a part', async () => {
    expect(await list('{"vaccines": [{"id": 1, "name": "VACCIN TEST A"}], "complete": false}')).toMatchObject(
      {
        complete: false,
      },
    )
  })

  test.each([
    ['no JSON', '<html>', 'JSON'],
    ['no list', '{"items": []}', 'liste'],
    ['a vaccine without a name', '[{"id": 1, "name": "A"}, {"id": 2}]', 'vaccin n° 2, champ name'],
    ['a day that is none', '[{"id": 1, "name": "A", "marketing_start": "31/01/2020"}]', 'marketing_start'],
  ])('%s is refused, with where it fails', async (_, json, words) => {
    const failure = await list(json).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(SourceFailure)
    expect((failure as Error).message).toContain(words)
  })
}
