import { expect, test } from 'vitest'
import { chooseLocale } from './locale.ts'

test.each([
  [[], {}, 'fr'],
  [[], { LANG: 'C.UTF-8' }, 'fr'],
  [[], { LANG: 'fr_FR.UTF-8' }, 'fr'],
  [[], { LANG: 'en_GB.UTF-8' }, 'en'],
  [[], { LANG: 'de_DE.UTF-8' }, 'en'],
  [[], { LANG: 'fr_FR.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
  [[], { LANG: 'en_US.UTF-8', LC_MESSAGES: 'en_US.UTF-8', LC_ALL: 'fr_FR' }, 'fr'],
  [['batch', 'list', '--lang', 'en'], { LANG: 'fr_FR.UTF-8' }, 'en'],
  [['--lang=fr', 'doctor'], { LANG: 'en_US.UTF-8' }, 'fr'],
] as const)('%j with %j speaks %s', (argv, environment, locale) => {
  expect(chooseLocale(argv, environment)).toBe(locale)
})
