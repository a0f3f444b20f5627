import { expect, test } from 'vitest'
import { readCasAnswer } from './cas-answer.ts'
import { readCasLogoutRequest } from './cas-logout-request.ts'

const answer = (inside: string) =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${inside}</cas:serviceResponse>`
const success = (inside: string) => answer(`<cas:authenticationSuccess>${inside}</cas:authenticationSuccess>`)

test('a success names the user and the attributes, as text whatever they look like', () => {
  const read = readCasAnswer(`<?xml version="1.0" encoding="UTF-8"?>
    ${success(`
      <cas:user>007</cas:user>
      <cas:attributes>
        <cas:mail>camille.testun@example.org</cas:mail>
        <cas:displayName>Zo&#233; D&#x27;Testun &amp; &lt;fils&gt;</cas:displayName>
        <cas:note><![CDATA[<b>&amp;</b>]]></cas:note>
        <cas:memberOf>a</cas:memberOf>
        <cas:memberOf>b</cas:memberOf>
        <cas:empty/>
      </cas:attributes>`)}`)
  expect(read).toEqual({
    ok: true,
    user: '007',
    attributes: new Map([
      ['mail', 'camille.testun@example.org'],
      ['displayName', "Zoé D'Testun & <fils>"],
      ['note', '<b>&amp;</b>'],
    ]),
  })
})

test('the prefix is of no importance, the namespace is', () => {
  const inside = (prefix: string) =>
    `<${prefix}authenticationSuccess><${prefix}user>testun</${prefix}user></${prefix}authenticationSuccess>`
  const said = (open: string, prefix: string) =>
    readCasAnswer(`<${prefix}serviceResponse ${open}>${inside(prefix)}</${prefix}serviceResponse>`)
  const user = { ok: true, user: 'testun' }
  expect(said('xmlns="http://www.yale.edu/tp/cas"', '')).toMatchObject(user)
  expect(said('xmlns:sso="http://www.yale.edu/tp/cas"', 'sso:')).toMatchObject(user)
  expect(said('', '')).toEqual({ ok: false, code: 'UNREADABLE' })
  expect(said('xmlns:cas="http://other.example"', 'cas:')).toEqual({ ok: false, code: 'UNREADABLE' })
})

test('a failure tells its code', () => {
  const failure =
    '<cas:authenticationFailure code="INVALID_TICKET">not recognized</cas:authenticationFailure>'
  expect(readCasAnswer(answer(failure))).toEqual({ ok: false, code: 'INVALID_TICKET' })
})

test.each([
  ['nothing', ''],
  ['a page', '<html><body>500</body></html>'],
  ['no XML', '{"serviceResponse": {}}'],
  ['an open element', success('<cas:user>testun').replace('</cas:authenticationSuccess>', '')],
  ['no user', success('<cas:attributes/>')],
  ['an empty user', success('<cas:user></cas:user>')],
  ['two users', success('<cas:user>a</cas:user><cas:user>b</cas:user>')],
  ['elements in the user', success('<cas:user>a<b/></cas:user>')],
  [
    'two successes',
    answer('<cas:authenticationSuccess><cas:user>a</cas:user></cas:authenticationSuccess>'.repeat(2)),
  ],
  [
    'success and failure',
    answer(
      '<cas:authenticationSuccess><cas:user>a</cas:user></cas:authenticationSuccess><cas:authenticationFailure code="INVALID_TICKET"/>',
    ),
  ],
  ['an entity of nobody', success('<cas:user>&testun;</cas:user>')],
  ['a reserved name', success('<cas:user>a</cas:user><__proto__>b</__proto__>')],
  ['elements without end', success(`<cas:user>a</cas:user>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`)],
])('%s is no answer of CAS', (_, text) => {
  expect(readCasAnswer(text)).toEqual({ ok: false, code: 'UNREADABLE' })
})

test('an answer with a document type is not read at all: neither bombs nor files', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>${success('<cas:user>&c;</cas:user>')}`
  const file = `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>${success('<cas:user>&f;</cas:user>')}`
  for (const text of [bomb, file]) expect(readCasAnswer(text)).toEqual({ ok: false, code: 'UNREADABLE' })
})

test('a logout request names the ticket whose session ends', () => {
  const request = (index: string) =>
    `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0"
       IssueInstant="2026-11-21T05:00:00Z"><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>${index}</samlp:LogoutRequest>`
  expect(readCasLogoutRequest(request('<samlp:SessionIndex>ST-1-abc</samlp:SessionIndex>'))).toBe('ST-1-abc')
  expect(readCasLogoutRequest(request(''))).toBeNull()
  expect(readCasLogoutRequest('ST-1-abc')).toBeNull()
})
