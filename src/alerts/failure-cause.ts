import { createHash } from 'node:crypto'

/**
 * A fingerprint of what went wrong: the same for « ligne 12 : délai de 30 s » and « ligne 7 : délai de 31 s », so that
 * a batch that fails all day for one cause is told of once. Figures, quoted values and case do not count. It is not the
 * text, which may quote data.
 */
export function failureCause(message: string | null): string {
  const gist = (message ?? '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/«[^»]*»|"[^"]*"|“[^”]*”/g, '…')
    .replaceAll(/\d+/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return createHash('sha256').update(gist).digest('hex').slice(0, 16)
}
