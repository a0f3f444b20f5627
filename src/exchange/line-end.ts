/** Length of a raw line without its end: LF, CR LF or CR. */
export function lengthWithoutEnd(raw: Uint8Array): number {
  let end = raw.length
  if (end > 0 && raw[end - 1] === 0x0a) end--
  if (end > 0 && raw[end - 1] === 0x0d) end--
  return end
}
