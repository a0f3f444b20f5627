const months = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]

/** `2026-03-01` as letters write it: `1er mars 2026`. */
export function longDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${day === '01' ? '1er' : Number(day)} ${months[Number(month) - 1] ?? ''} ${year}`
}

/** `2026-03-01` as `01/03/2026`. */
export function shortDate(date: string): string {
  return date.split('-').reverse().join('/')
}
