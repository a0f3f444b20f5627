import { expect, test } from 'vitest'
import { scannedType } from './scanned-type.ts'

test.each([
  ['%PDF-1.7', 'application/pdf'],
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['II*\0....', 'image/tiff'],
  ['MM\0*....', 'image/tiff'],
  ['MZ\x90\0', null],
  ['<html>', null],
  ['%PD', null],
  ['', null],
])('%j is %s', (beginning, type) => {
  expect(scannedType(Buffer.from(beginning, 'latin1'))).toBe(type)
})
