/**
 * `Content-Disposition` of a file to save under `name`: the plain name for old programs, the whole one by RFC 5987.
 * Nothing of the name can end the header or lead into a folder.
 */
export function attachment(name: string): string {
  const base =
    name
      .split(/[/\\]/)
      .at(-1)!
      .replaceAll(/\p{Cc}/gu, '') || 'file'
  const plain = base
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .replaceAll(/[^\x20-\x7e]|["\\%;]/g, '_')
  const encoded = encodeURIComponent(base.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** Types that a browser may be told; any other file is bytes, so that nothing of it is ever interpreted. */
const tellable = new Set(['text/plain', 'text/csv', 'application/json', 'application/pdf', 'application/zip'])

export function contentType(mediaType: string): string {
  const type = mediaType.split(';')[0]!.trim().toLowerCase()
  return tellable.has(type) ? type : 'application/octet-stream'
}
