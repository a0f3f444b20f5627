import type { Mail } from '../platform/mail.ts'
import type { Locale } from '../platform/text.ts'

/** A mail before it has a form: the same content becomes plain text and simple HTML. */
export interface Letter {
  readonly locale: Locale
  readonly subject: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly caption: string; readonly url: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'list'
      readonly items: readonly { readonly text: string; readonly url: string | null }[]
    }
  /** Why one is written to, and how to change it. */
  | { readonly kind: 'footer'; readonly text: string }

export function letterMail(to: string, letter: Letter): Mail {
  return { to: [to], subject: letter.subject, text: letterText(letter), html: letterHtml(letter) }
}

export function letterText({ locale, blocks }: Letter): string {
  return `${blocks.map((block) => blockText(block, locale)).join('\n\n')}\n`
}

function blockText(block: Block, locale: Locale): string {
  switch (block.kind) {
    case 'title':
    case 'text':
      return block.text
    case 'link':
      return `${block.caption}${colon[locale]}\n${block.url}`
    case 'facts':
      return block.rows.map(([name, value]) => `${name}${colon[locale]} ${value}`).join('\n')
    case 'list':
      return block.items
        .map((item) => (item.url === null ? `- ${item.text}` : `- ${item.text}\n  ${item.url}`))
        .join('\n')
    case 'footer':
      // What mail programs take for the beginning of a signature.
      return `-- \n${block.text}`
  }
}

export function letterHtml({ locale, subject, blocks }: Letter): string {
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family: sans-serif; max-width: 40em">
${blocks.map((block) => blockHtml(block, locale)).join('\n')}
</body>
</html>
`
}

function blockHtml(block: Block, locale: Locale): string {
  switch (block.kind) {
    case 'title':
      return `<h2 style="font-size: 1.1em">${escaped(block.text)}</h2>`
    case 'text':
      return `<p>${escaped(block.text)}</p>`
    case 'link':
      return `<p>${anchor(block.caption, block.url)}</p>`
    case 'facts':
      return `<p>${block.rows.map(([name, value]) => `${escaped(name)}${colon[locale]} ${escaped(value)}`).join('<br>\n')}</p>`
    case 'list':
      return `<ul>\n${block.items
        .map((item) => `<li>${item.url === null ? escaped(item.text) : anchor(item.text, item.url)}</li>`)
        .join('\n')}\n</ul>`
    case 'footer':
      return `<hr>\n<p style="font-size: 0.85em">${escaped(block.text)}</p>`
  }
}

const colon = { fr: '\u00a0:', en: ':' } as const satisfies Record<Locale, string>

const anchor = (text: string, url: string) => `<a href="${escaped(url)}">${escaped(text)}</a>`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!)
}
