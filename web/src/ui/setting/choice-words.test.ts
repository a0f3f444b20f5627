import { expect, test } from 'vitest'
import { choiceWords } from './choice-words.ts'

const french = ({ fr }: { readonly fr: string }) => fr
const choices = { general: { fr: 'comme le réglage général', en: 'as the general setting' } }

test('a choice is told in its words; one without words is told as it is', () => {
  expect(choiceWords({ choices }, 'general', french)).toBe('comme le réglage général')
  expect(choiceWords({ choices }, 'constructor', french)).toBe('constructor')
  expect(choiceWords({ choices: null }, 'utf-8', french)).toBe('utf-8')
})
