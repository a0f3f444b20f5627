import { createHash } from 'node:crypto'

/** A real PDF of one page that says in one line that it is fictional; the same title gives the same bytes. */
export function attachmentFile(title: string): { readonly bytes: Uint8Array; readonly sha256: string } {
  const words = `${title} - piece fictive`.normalize('NFD').replace(/[^\x20-\x7e]|[()\\]/g, '')
  const drawing = `BT /F1 18 Tf 72 720 Td (${words}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return String(place).padStart(10, '0')
  })
  const table = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${place} 00000 n \n`).join('')}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  const bytes = Buffer.from(text, 'latin1')
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
