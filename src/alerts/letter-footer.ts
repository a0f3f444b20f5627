import type { Locale } from '../platform/text.ts'
import type { Block } from './letter.ts'
import { accountPage, type Pages } from './page-url.ts'

/** Why one is written to, and where to change it. */
export function footer(locale: Locale, pages: Pages): Block {
  const url = accountPage(pages)
  const where = url === null ? '' : ` (${url})`
  return {
    kind: 'footer',
    text:
      locale === 'fr'
        ? `Message automatique de Nocturne. Ce qui vous est envoyé se règle sur la page «\u00a0Mon compte\u00a0»${where}.`
        : `Sent by Nocturne by itself. What you are sent is chosen on the page “My account”${where}.`,
  }
}
