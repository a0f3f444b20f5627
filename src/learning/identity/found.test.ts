import { describe, expect, it } from 'vitest'
import { find, soughtCourse, soughtUser } from './found.ts'

const camille = { id: 7 }
const told = (value: string, identity: string, candidates: readonly { id: number }[]) => {
  const found = find(value, identity, candidates, soughtUser, 'uid')
  return found.ok ? found.it : `${found.fault.code} ${found.fault.column} ${found.fault.text.fr}`
}

describe('an identifier names exactly one thing', () => {
  it('R08: the value 0 is a value like another', () => {
    expect(told('0', 'idnumber', [camille])).toBe(camille)
    expect(told('0', 'id', [])).toMatch(/^UNKNOWN_USER uid Utilisateur inconnu/)
  })

  it('R09: an empty one names nothing, whoever has none', () => {
    expect(told('', 'idnumber', [camille])).toMatch(/^EMPTY_USER uid Identifiant vide/)
  })

  it('R10: of two records that share it none is taken', () => {
    expect(told('E1', 'idnumber', [camille, { id: 8 }])).toMatch(
      /^AMBIGUOUS_USER uid Identifiant ambigu : 2 /,
    )
  })

  it.each(['abc', '7a', '-7', '7.0', '1e3', '٧', '12345678901234567'])(
    'R11: %s is no number of a record',
    (value) => {
      expect(told(value, 'id', [camille])).toMatch(/^NOT_A_NUMBER uid /)
      expect(told(value, 'username', [camille])).toBe(camille)
    },
  )

  it('what nothing has is unknown, in the words of what is looked for', () => {
    expect(find('BIO', 'shortname', [], soughtCourse)).toMatchObject({
      ok: false,
      fault: { code: 'UNKNOWN_COURSE', text: { fr: "Cours inconnu : aucune fiche n'a shortname = « BIO »" } },
    })
  })
})
