/**
 * The HTML of a mail, made from its plain text: paragraphs, line ends, links. Everything in it is escaped, so that no value and
 * no template is ever markup.
 */
export function htmlBody(text: string, footer: string, language: 'fr' | 'en'): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p style="margin:0 0 1em">${linked(paragraph).replaceAll('\n', '<br>\n')}</p>`)
  return [
    `<!doctype html>\n<html lang="${language}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
    '<body style="margin:0;padding:24px;font:16px/1.5 sans-serif">',
    '<div style="max-width:40em">',
    ...paragraphs,
    `<p style="margin:2em 0 0;font-size:13px;opacity:.75">${escapeHtml(footer)}</p>`,
    '</div></body></html>\n',
  ].join('\n')
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Addresses of pages become links; what follows one, such as the full stop of its sentence, is no part of it. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}»])/)
    .map((part, at) =>
      at % 2 === 0 ? escapeHtml(part) : `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>`,
    )
    .join('')
}
