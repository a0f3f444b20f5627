/** Letters that decomposition does not bring down to A–Z. */
const spelled: Readonly<Record<string, string>> = {
  Œ: 'OE',
  Æ: 'AE',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  ẞ: 'SS',
  ß: 'SS',
  Ħ: 'H',
  Ŋ: 'NG',
  Ŧ: 'T',
  ı: 'I',
  İ: 'I',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '´': "'",
  '`': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
  '…': '...',
  º: 'O',
  ª: 'A',
}

/**
 * Text as the information system takes it (admissions.md 5.2): capitals, without accents, `Œ` as `OE`, without blanks at the
 * ends or in a row. Null when it cannot be written so: Arabic letters, say.
 */
export function plainCapitals(text: string): string | null {
  const capitals = [...text.toLocaleUpperCase('fr')].map((letter) => spelled[letter] ?? letter).join('')
  const plain = capitals
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[\s\p{Cf}\p{Cc}]+/gu, ' ')
    .trim()
  return /^[\x20-\x7e]*$/.test(plain) ? plain : null
}
