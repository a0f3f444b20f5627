import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Play } from '../../../../test/support/learning.ts'
import { byUsername, type UsersScene, usersScene } from '../../../../test/support/users-scene.ts'
import { makeUsersTool } from './users-tool.ts'

let scene: UsersScene
beforeAll(async () => {
  scene = await usersScene()
})
beforeEach(() => scene.empty())
afterAll(() => scene.drop())
const users = (text: string, options?: Play) => scene.users(text, options)
const account = (username: string, columns?: string) => scene.account(username, columns)
const lines = (sql: string) => scene.lines(sql)

describe('the example of the specification', () => {
  const file = `
    username;idnumber;firstname;lastname;email;cohort;cohortid;course1;role1;enrol1;group1
    adurand;E1001;Alice;Durand;alice.durand@univ.example;Licence 1;L1;BIO101;student;manual;TD-A
    bmartin;E1002;Benoît;Martin;benoit.martin@univ.example;Licence 1;L1;;;;`

  it('creates accounts, a cohort with both, an enrolment and a group', async () => {
    const { told } = await users(file, { settings: byUsername })
    expect(told).toEqual(['3 created', '4 created'])
    expect(await scene.members()).toEqual(['Licence 1 L1 adurand', 'Licence 1 L1 bmartin'])
    expect(await scene.enrolments()).toEqual(['BIO101 manual adurand student'])
    expect(await scene.groups()).toEqual(['BIO101 TD-A adurand'])
  })

  it('F26: the same file again changes nothing', async () => {
    await users(file)
    const before = await scene.store()
    const { told, verdicts } = await users(file)
    expect(told).toEqual(['3 unchanged', '4 unchanged'])
    expect(verdicts.flatMap((verdict) => verdict.operations)).toEqual([])
    expect(await scene.store()).toEqual(before)
  })
})

describe('columns', () => {
  it('U01: a user name with capitals is lower-cased', async () => {
    const { told } = await users('username;firstname;lastname\nCTestun;Camille;TESTUN')
    expect(told).toEqual(['2 created'])
    expect(await account('ctestun', 'firstname, lastname')).toEqual({
      firstname: 'Camille',
      lastname: 'TESTUN',
    })
    expect((await users('username;firstname;lastname\nctestUN;Camille;TESTUN')).told).toEqual(['2 unchanged'])
  })

  it('U02: an empty mandatory cell rejects its line, and the others go on', async () => {
    const { told } = await users(`
      username;firstname;lastname
      a;Ada;TESTUN
      b;;TESTUN
      c;;
      d;Dora;TESTUN`)
    expect(told).toEqual([
      '3 created',
      '4 rejected EMPTY_VALUE',
      '5 rejected EMPTY_VALUE EMPTY_VALUE',
      '6 created',
    ])
  })

  it('an empty first column rejects the line instead of dropping it', async () => {
    const { told } = await users('username;firstname;lastname\n;Camille;TESTUN')
    expect(told).toEqual(['2 rejected EMPTY_FIRST_COLUMN'])
    const other = await users('idnumber;username;firstname;lastname\n;c;Camille;TESTUN')
    expect(other.told).toEqual(['2 rejected EMPTY_FIRST_COLUMN'])
  })

  it('R08: the value 0 in the key column is a value', async () => {
    expect((await users('idnumber;username;firstname;lastname\n0;0;Camille;TESTUN')).told).toEqual([
      '2 created',
    ])
    expect(await account('0', 'idnumber')).toEqual({ idnumber: '0' })
  })

  it('gives a new account the defaults of the site', async () => {
    await users('username;firstname;lastname\nc;Camille;TESTUN', {
      settings: {
        'learning.site-city': 'Testville',
        'learning.site-country': '',
        'learning.site-language': '',
      },
    })
    expect(
      await account(
        'c',
        'host_id, auth, institution, department, city, country, lang, timezone, mail_display, mail_digest, suspended, password_state',
      ),
    ).toEqual({
      host_id: 1,
      auth: 'manual',
      institution: '',
      department: '',
      city: 'Testville',
      country: 'NZ',
      lang: 'en',
      timezone: '99',
      mail_display: 1,
      mail_digest: 0,
      suspended: false,
      password_state: 'none',
    })
  })

  it('U11: country fr and lang fr_utf8 become FR and fr', async () => {
    await users('username;firstname;lastname;country;lang\nc;Camille;TESTUN;be;FR_utf8', {
      settings: { 'learning.site-language': 'en' },
    })
    expect(await account('c', 'country, lang')).toEqual({ country: 'BE', lang: 'fr' })
  })

  it('U12: columns that the file lacks keep their values on update, and so do empty cells of those with a default', async () => {
    await users(
      'username;firstname;lastname;city;country;lang;department;maildisplay;timezone\nc;Camille;TESTUN;Testville;BE;en;Sciences;2;Europe/Paris',
    )
    const before = await account('c', 'city, country, lang, department, mail_display, timezone')
    expect((await users('username;firstname;lastname\nc;Camille;TESTUN')).told).toEqual(['2 unchanged'])
    expect(
      (await users('username;firstname;lastname;city;country;lang;maildisplay\nc;Camille;TESTUN;;;;')).told,
    ).toEqual(['2 unchanged'])
    expect(await account('c', 'city, country, lang, department, mail_display, timezone')).toEqual(before)
  })

  it('stores every plain column, and journals each change with the value before', async () => {
    const header =
      'username;firstname;lastname;auth;institution;department;city;country;lang;timezone;mnethostid;maildisplay;maildigest;mailformat;htmleditor;autosubscribe;trackforums;icq;phone1;phone2;address;url;description;suspended'
    await users(
      `${header}\nc;Camille;TESTUN;cas;Univ;Sciences;Testville;FR;fr;99;1;0;1;0;0;0;1;123;0102;0103;1 rue X;https://example.org;Un <b>texte</b>;1`,
    )
    expect(await account('c')).toMatchObject({
      auth: 'cas',
      institution: 'Univ',
      department: 'Sciences',
      mail_display: 0,
      mail_digest: 1,
      mail_format: 0,
      html_editor: 0,
      auto_subscribe: false,
      track_forums: true,
      icq: '123',
      phone1: '0102',
      phone2: '0103',
      address: '1 rue X',
      url: 'https://example.org',
      description: 'Un <b>texte</b>',
      suspended: true,
    })
    const { told, verdicts } = await users(
      'username;firstname;lastname;department;phone1;suspended\nc;Camille;TESTUN;Droit;;0',
    )
    expect(told).toEqual(['2 updated'])
    expect(verdicts[0]!.changes).toEqual([
      { entity: 'user', key: 'c', field: 'department', before: 'Sciences', after: 'Droit' },
      { entity: 'user', key: 'c', field: 'phone1', before: '0102', after: '' },
      { entity: 'user', key: 'c', field: 'suspended', before: true, after: false },
    ])
  })

  it('R12: HTML and scripts in a name are stored as the text that they are', async () => {
    const name = '<b onclick="x()">Camille</b><script>alert(1)</script>'
    const cell = `"${name.replaceAll('"', '""')}"`
    expect((await users(`username;firstname;lastname\nc;${cell};TESTUN & fils`)).told).toEqual(['2 created'])
    expect(await account('c', 'firstname, lastname')).toEqual({ firstname: name, lastname: 'TESTUN & fils' })
  })

  it('R13: a value longer than its column rejects the line, as do values that are not understood; all faults at once', async () => {
    const { told } = await users(
      `username;firstname;lastname;phone1;maildisplay;suspended;country;mnethostid\nc;Camille;TESTUN;${'1'.repeat(21)};3;oui;FRA;x`,
    )
    expect(told).toEqual(['2 rejected TOO_LONG INVALID_VALUE INVALID_VALUE INVALID_VALUE INVALID_VALUE'])
    const exact = await users(`username;firstname;lastname\nc;${'😀'.repeat(100)};TESTUN`)
    expect(exact.told).toEqual(['2 created'])
    expect((await users(`username;firstname;lastname\n${'İ'.repeat(60)};Camille;TESTUN`)).told).toEqual([
      '2 rejected TOO_LONG',
    ])
    expect((await users('username;firstname;lastname\nc d;Camille;TESTUN')).told).toEqual([
      '2 rejected INVALID_VALUE',
    ])
  })

  it('custom fields are taken under both names; an unknown one is a warning', async () => {
    await scene.database.pool.query(
      "insert into learning.profile_field (shortname, name) values ('phone', 'Téléphone'), ('site', 'Site')",
    )
    const file =
      'username;firstname;lastname;profile_field_phone;user_profile_site;profile_field_none\nc;Camille;TESTUN;0102;Sud;x'
    expect((await users(file)).told).toEqual(['2 created UNKNOWN_PROFILE_FIELD'])
    expect(
      await lines(
        `select shortname || ' ' || value as it from learning.profile_value v join learning.profile_field f on f.id = field_id order by 1`,
      ),
    ).toEqual(['phone 0102', 'site Sud'])
    expect((await users(file)).told).toEqual(['2 unchanged UNKNOWN_PROFILE_FIELD'])
    const { told, verdicts } = await users(file.replace('0102', '0103'))
    expect(told).toEqual(['2 updated UNKNOWN_PROFILE_FIELD'])
    expect(verdicts[0]!.changes).toEqual([
      { entity: 'user', key: 'c', field: 'profile_field_phone', before: '0102', after: '0103' },
    ])
  })

  it('only exact names, or an exact stem and a number from 1, are columns', async () => {
    const { columns } = await makeUsersTool({
      settings: { get: async (definition) => definition.default } as Parameters<
        typeof makeUsersTool
      >[0]['settings'],
      now: 0,
      timeZone: 'Europe/Paris',
      simulate: true,
      readFile: async () => null,
      warn: () => {},
    })
    const known = (name: string) => columns?.recognise?.(name) ?? null
    expect(['course1', 'role12', 'enrol3', 'group4', 'start1', 'end9'].map(known)).toEqual([
      'course1',
      'role12',
      'enrol3',
      'group4',
      'start1',
      'end9',
    ])
    expect(
      ['gender', 'legend', 'startdate', 'course', 'course0', 'course01', 'mycourse1', 'xwwwroot1'].map(known),
    ).toEqual(Array(8).fill(null))
    expect(columns?.ignored).toEqual(expect.arrayContaining(['type1', 'type9', 'wwwroot1', 'wwwroot5']))
  })
})

describe('matching', () => {
  it('R16: user names and mail addresses are matched without regard to case, numbers exactly', async () => {
    await users('username;firstname;lastname;idnumber;email\nc;Camille;TESTUN;e1;C@example.org')
    const byEmail = { 'learning.users.primary-identity': 'email' }
    expect(
      (
        await users('username;firstname;lastname;email\nC;Camille;TESTUN;c@EXAMPLE.org', {
          settings: byEmail,
        })
      ).told,
    ).toEqual(['2 unchanged'])
    expect(await account('c', 'email')).toEqual({ email: 'C@example.org' })
    expect(
      (
        await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;E1', {
          settings: { 'learning.users.primary-identity': 'idnumber' },
        })
      ).told,
    ).toEqual(['2 rejected USERNAME_COLLISION'])
  })

  it('same user name, other primary identity: rejected', async () => {
    await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;E1')
    expect((await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;E2')).told).toEqual([
      '2 rejected USERNAME_COLLISION',
    ])
    expect(await account('c', 'idnumber')).toEqual({ idnumber: 'E1' })
  })

  it('an account without number is not given one by its user name: it may be somebody else’s', async () => {
    await users('username;firstname;lastname\nc;Camille;TESTUN')
    const file = 'username;firstname;lastname;idnumber\nc;Camille;TESTUN;E2'
    const { told, verdicts } = await users(file)
    expect(told).toEqual(['2 rejected USERNAME_COLLISION'])
    expect(verdicts[0]!.messages[0]!.text.fr).toContain("ou n'en a pas ; si c'est la même personne")
    expect((await users(file, { settings: byUsername })).told).toEqual(['2 updated'])
    expect(await account('c', 'idnumber')).toEqual({ idnumber: 'E2' })
  })

  it('same primary identity, other user name: rejected', async () => {
    await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;E1')
    expect((await users('username;firstname;lastname;idnumber\nd;Camille;TESTUN;E1')).told).toEqual([
      '2 rejected USERNAME_COLLISION',
    ])
    expect(await account('d')).toBeUndefined()
  })

  it('R09: an empty number matches by user name, never an account without number', async () => {
    await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;E1')
    expect(
      (await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;\nz;Zoé;TESTUN;')).told,
    ).toEqual(['2 unchanged', '3 created'])
    expect(await account('c', 'idnumber')).toEqual({ idnumber: 'E1' })
  })

  it('R10: a mail address that two accounts have is ambiguous where it is the identity', async () => {
    await users('username;firstname;lastname\nc;Camille;TESTUN\nd;Dora;TESTUN')
    await scene.database.pool.query(
      "update learning.app_user set email = 'x@example.org' where username in ('c', 'd')",
    )
    const { told } = await users('username;firstname;lastname;email\nc;Camille;TESTUN;X@example.org', {
      settings: { 'learning.users.primary-identity': 'email' },
    })
    expect(told).toEqual(['2 rejected AMBIGUOUS_USER'])
  })

  it('a number that another account has is refused where it is not the identity', async () => {
    await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;E1')
    expect(
      (
        await users('username;firstname;lastname;idnumber\nd;Dora;TESTUN;E1\nc;Camille;TESTUN;E2', {
          settings: byUsername,
        })
      ).told,
    ).toEqual(['2 rejected IDNUMBER_COLLISION', '3 updated'])
  })

  it('an account of another host is another account', async () => {
    const file = 'username;firstname;lastname;mnethostid\nc;Camille;TESTUN;1\nc;Claude;TESTDEUX;2'
    expect((await users(file, { settings: byUsername })).told).toEqual(['2 created', '3 created'])
    expect((await users(file)).told).toEqual(['2 unchanged', '3 unchanged'])
  })

  it('R15: a line identical to the previous one changes nothing', async () => {
    const line = 'c;Camille;TESTUN;E1;c@example.org;Secret-1;L3;BIO101;manual'
    const { told } = await users(
      `username;firstname;lastname;idnumber;email;password;cohort;course1;enrol1\n${line}\n${line}`,
    )
    expect(told).toEqual(['2 created', '3 unchanged'])
  })
})

describe('renaming', () => {
  const allowed = { 'learning.users.allow-rename': true }
  const file = 'username;oldusername;firstname;lastname\nnew;OLD;Camille;TESTUN'

  it('gives the account its new name when that is allowed; a second run finds it renamed', async () => {
    await users('username;firstname;lastname\nold;Camille;TESTUN')
    const before = await account('old', 'id')
    const { told, verdicts } = await users(file, { settings: allowed })
    expect(told).toEqual(['2 updated'])
    expect(verdicts[0]!.changes).toEqual([
      { entity: 'user', key: 'old', field: 'username', before: 'old', after: 'new' },
    ])
    expect(await account('new', 'id')).toEqual(before)
    expect((await users(file, { settings: allowed })).told).toEqual(['2 unchanged'])
  })

  it('is rejected when it is not allowed, rather than creating a second account', async () => {
    await users('username;firstname;lastname\nold;Camille;TESTUN')
    expect((await users(file)).told).toEqual(['2 rejected RENAME_NOT_ALLOWED'])
    expect(await account('new')).toBeUndefined()
  })

  it('is rejected when the former account is missing, or the new name is taken', async () => {
    expect((await users(file, { settings: allowed })).told).toEqual(['2 rejected UNKNOWN_OLD_USERNAME'])
    await users('username;firstname;lastname\nold;Camille;TESTUN\nnew;Dora;TESTUN')
    expect((await users(file, { settings: allowed })).told).toEqual(['2 rejected USERNAME_TAKEN'])
  })

  it('a later line may take the name that an earlier one frees, and names may change hands', async () => {
    await users('username;firstname;lastname\na;Ada;TESTUN\nb;Bea;TESTUN')
    const { told } = await users(
      'username;oldusername;firstname;lastname\nx;a;Ada;TESTUN\na;b;Bea;TESTUN\nb;x;Ada;TESTUN\nx;;Xia;TESTUN',
      { settings: allowed },
    )
    expect(told).toEqual(['2 updated', '3 updated', '4 updated', '5 created'])
    expect(
      await lines(
        "select username || ' ' || firstname as it from learning.app_user where protected_as is null order by 1",
      ),
    ).toEqual(['a Bea', 'b Ada', 'x Xia'])
  })

  it('keeps an identity that is another account’s', async () => {
    await users('username;firstname;lastname;idnumber\nold;Camille;TESTUN;E1\ne2;Dora;TESTUN;E2')
    const { told } = await users(
      'username;oldusername;firstname;lastname;idnumber\nnew;old;Camille;TESTUN;E2',
      {
        settings: allowed,
      },
    )
    expect(told).toEqual(['2 rejected USERNAME_COLLISION'])
  })
})

describe('mail addresses', () => {
  const file = (email: string) => `username;firstname;lastname;email\nc;Camille;TESTUN;${email}`

  it('U06: an address that changed is updated when addresses are not protected', async () => {
    await users(file('c@example.org'), {
      settings: { ...byUsername, 'learning.users.protect-emails': false },
    })
    expect((await users(file('d@example.org'))).told).toEqual(['2 updated'])
    expect(await account('c', 'email')).toEqual({ email: 'd@example.org' })
  })

  it('a protected address is kept, and the line is not rejected', async () => {
    await users(file('c@example.org'))
    const { told, verdicts } = await users(file('d@example.org'))
    expect(told).toEqual(['2 unchanged'])
    expect(verdicts[0]!.messages.map(({ code }) => code)).toEqual(['EMAIL_KEPT'])
    expect(await account('c', 'email')).toEqual({ email: 'c@example.org' })
  })

  it('U07: a protected address that is empty is completed', async () => {
    await users('username;firstname;lastname\nc;Camille;TESTUN')
    expect((await users(file('c@example.org'))).told).toEqual(['2 updated'])
    expect(await account('c', 'email')).toEqual({ email: 'c@example.org' })
  })

  it('U08: of two lines with the same address the second is rejected, whatever its case', async () => {
    const { told } = await users(
      'username;firstname;lastname;email\nc;Camille;TESTUN;c@example.org\nd;Dora;TESTUN;C@Example.org',
    )
    expect(told).toEqual(['2 created', '3 rejected EMAIL_COLLISION'])
    expect((await users(file('c@example.org').replace('\nc;', '\ne;'))).told).toEqual([
      '2 rejected EMAIL_COLLISION',
    ])
  })

  it('an address that a line gives up is free for a later one', async () => {
    await users(file('c@example.org'))
    const { told } = await users(
      'username;firstname;lastname;email\nc;Camille;TESTUN;new@example.org\nd;Dora;TESTUN;c@example.org',
      { settings: { 'learning.users.protect-emails': false } },
    )
    expect(told).toEqual(['2 updated', '3 created'])
  })

  it('an address that says that there is none may be that of several', async () => {
    const { told } = await users(
      'username;firstname;lastname;email\nc;Camille;TESTUN;NOMAIL@example.org\nd;Dora;TESTUN;NOMAIL@example.org',
    )
    expect(told).toEqual(['2 created', '3 created'])
  })
})
