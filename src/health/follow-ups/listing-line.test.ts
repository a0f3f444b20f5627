import { expect, test } from 'vitest'
import { type ListedFollowUp, listingHeader, listingLines } from './listing-line.ts'

const plain: ListedFollowUp = {
  ine: '9990000022B',
  studentCode: '20250001',
  familyName: 'TESTUN',
  firstName: 'Zoé',
  birthDate: '2005-03-14',
  motive: 'Vaccination',
  dueOn: '2026-03-05',
  state: 'open',
  letterOn: null,
  address1: '12 RUE DE L ESSAI',
  address2: null,
  address3: null,
  postalCode: '01000',
  town: 'ESSAIVILLE',
  country: 'France',
  email: 'testun@example.org',
}
const line = (values: Partial<ListedFollowUp>, today = '2026-03-05') =>
  listingLines([{ ...plain, ...values }], today).toString('latin1')

test('a line has the columns of the header, dates as the French write them, and ends with CRLF', () => {
  expect(line({})).toBe(
    '9990000022B;20250001;TESTUN;Zoé;14/03/2005;Vaccination;05/03/2026;ECHUE;;12 RUE DE L ESSAI;;;01000;ESSAIVILLE;France;testun@example.org\r\n',
  )
  expect(line({}).split(';')).toHaveLength(listingHeader.split(';').length)
})

test('STATUT: a follow-up is ECHUE from its day on, EN_COURS before; the others as they stand', () => {
  const status = (values: Partial<ListedFollowUp>) => line(values).split(';')[7]
  expect(status({ dueOn: '2026-03-06' })).toBe('EN_COURS')
  expect(status({ state: 'letter-printed', letterOn: '2026-03-05' })).toBe('COURRIER_EDITE')
  expect(status({ state: 'reminder-printed' })).toBe('RAPPEL_EDITE')
  expect(status({ state: 'no-address' })).toBe('SANS_ADRESSE')
  expect(status({ state: 'closed' })).toBe('CLOSE')
})

test('separators, quotes and line ends of all kinds are quoted', () => {
  expect(line({ address1: 'A;B', address2: 'dit "le grand"', address3: 'un\ndeux' })).toContain(
    ';"A;B";"dit ""le grand""";"un\ndeux";',
  )
})

test('ISO-8859-1: other characters are transliterated', () => {
  const bytes = listingLines([{ ...plain, familyName: 'Œuvré', town: 'L’Haÿ', motive: '10 €' }], '2026-03-05')
  expect(bytes.toString('latin1')).toContain(';OEuvré;')
  expect(bytes.toString('latin1')).toContain(";L'Haÿ;")
  expect(bytes.toString('latin1')).toContain(';10 EUR;')
})

test('36: =HYPERLINK(...) as NOM is neutralised, and so is whatever else a spreadsheet would compute', () => {
  const name = (familyName: string) =>
    line({ familyName, firstName: 'X' }).split(';X;')[0]!.split(';').slice(2).join(';')
  expect(name('=HYPERLINK("http://example.invalid")')).toBe(`"'=HYPERLINK(""http://example.invalid"")"`)
  for (const first of ['=', '+', '-', '@', '\t']) expect(name(`${first}A1`)).toBe(`'${first}A1`)
  expect(name('\rA1')).toBe(`"'\rA1"`)
  // Has no place in ISO-8859-1 and would lose its stroke on the way.
  expect(name('≠A1')).toBe(`'=A1`)
})
