/** What a scanner makes. The content decides, never the name or what the sender calls it. */
export type ScannedType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/tiff'

/** How many bytes `scannedType` wants to see. */
export const telltaleBytes = 8

const beginnings: readonly (readonly [ScannedType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
]

/** By the first bytes of a file; null: nothing that a basket takes. */
export function scannedType(beginning: Uint8Array): ScannedType | null {
  const found = beginnings.find(([, bytes]) => bytes.every((byte, at) => beginning[at] === byte))
  return found === undefined ? null : found[0]
}
