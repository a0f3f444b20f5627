import { expect, test } from 'vitest'
import { type Letter, letterHtml, letterText } from './letter.ts'

const letter: Letter = {
  locale: 'fr',
  subject: 'Essai <1>',
  blocks: [
    { kind: 'text', text: 'R&D <b>' },
    { kind: 'facts', rows: [['Exécution', '42']] },
    {
      kind: 'list',
      items: [
        { text: 'un', url: 'https://example.org/?a="1"' },
        { text: 'deux', url: null },
      ],
    },
    { kind: 'link', caption: 'La page', url: 'https://example.org/runs/42' },
    { kind: 'footer', text: 'Fin' },
  ],
}

test('a letter as plain text', () => {
  expect(letterText(letter)).toBe(`R&D <b>

Exécution\u00a0: 42

- un
  https://example.org/?a="1"
- deux

La page\u00a0:
https://example.org/runs/42

-- 
Fin
`)
})

test('in HTML nothing of the content is markup', () => {
  const html = letterHtml(letter)
  expect(html).toContain('<html lang="fr">')
  expect(html).toContain('<title>Essai &lt;1&gt;</title>')
  expect(html).toContain('<p>R&amp;D &lt;b&gt;</p>')
  expect(html).toContain('<li><a href="https://example.org/?a=&quot;1&quot;">un</a></li>')
})
