import { expect, test } from 'vitest'
import { healthApplication } from '../application.ts'

test('what protects students is said by the plan, which administrators make', () => {
  const reserved = healthApplication.batches.flatMap(({ code, reserved }) =>
    (reserved ?? []).map((name) => `${code} ${name}`),
  )
  expect(reserved.toSorted()).toEqual([
    'CLEAN_RELANCE age_mois',
    'CLEAN_RELANCE forcer',
    'REL_COU adresse_familiale_autorisee',
    'REL_CRA adresse_familiale_autorisee',
    'STAT_DASHBOARD seuil',
  ])
})
