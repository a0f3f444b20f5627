import type { Checked } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import { longestPassword } from '../../../platform/accounts/password.ts'
import type { UserFields } from '../../driver/records.ts'
import { checkBindings } from './check-bindings.ts'
import {
  cohortWithoutName,
  deletedNotUnderstood,
  emptyFirstColumn,
  emptyMandatory,
  notExpected,
  tooLong,
} from './messages.ts'
import { profilePrefix } from './user-columns.ts'
import type { IdentityField, PasswordCell, PasswordField, UserCommand } from './user-command.ts'

type PlainField = Exclude<keyof UserFields, IdentityField | PasswordField>

/** Free text: an empty cell empties the field. */
const texts: readonly (readonly [column: string, field: PlainField, longest: number])[] = [
  ['institution', 'institution', 255],
  ['department', 'department', 255],
  ['icq', 'icq', 15],
  ['phone1', 'phone1', 20],
  ['phone2', 'phone2', 20],
  ['address', 'address', 255],
  ['url', 'url', 65_536],
  ['description', 'description', 65_536],
]

/** What has a default: an empty cell asks for nothing. */
const choices: readonly (readonly [column: string, field: PlainField, longest: number])[] = [
  ['auth', 'auth', 20],
  ['city', 'city', 120],
  ['timezone', 'timezone', 100],
]

const small: readonly (readonly [column: string, field: PlainField, highest: number])[] = [
  ['maildisplay', 'mailDisplay', 2],
  ['maildigest', 'mailDigest', 2],
  ['mailformat', 'mailFormat', 1],
  ['htmleditor', 'htmlEditor', 1],
]

const switches: readonly (readonly [column: string, field: PlainField])[] = [
  ['autosubscribe', 'autoSubscribe'],
  ['trackforums', 'trackForums'],
  ['suspended', 'suspended'],
]

const yes: ReadonlySet<string> = new Set(['1', 'yes', 'true'])
const no: ReadonlySet<string> = new Set(['0', 'no', 'false'])

/** A line of the users' file, as a command; or all that is wrong with its values. */
export function checkUser(row: Row): Checked<UserCommand> {
  const faults: LineMessage[] = []
  const warnings: LineMessage[] = []
  const short = (column: string, longest: number): string => {
    const value = row.text(column)
    if (isLonger(value, longest)) faults.push(tooLong(column, longest))
    return value
  }
  const mandatory = (column: string): string => {
    const value = short(column, 100)
    if (value === '' && row.columns[0] !== column) faults.push(emptyMandatory(column))
    return value
  }

  const [first] = row.columns
  if (first !== undefined && row.text(first) === '') faults.push(emptyFirstColumn(first))
  const username = userName(mandatory('username'), 'username', faults)
  const fields: { -readonly [F in PlainField]?: string | number | boolean } = {
    firstname: mandatory('firstname'),
    lastname: mandatory('lastname'),
  }
  for (const [column, field, longest] of texts)
    if (row.value(column) !== undefined) fields[field] = short(column, longest)
  for (const [column, field, longest] of choices)
    if (row.text(column) !== '') fields[field] = short(column, longest)
  for (const [column, field, highest] of small) {
    const value = row.text(column)
    if (value === '') continue
    if (/^\d$/.test(value) && Number(value) <= highest) fields[field] = Number(value)
    else
      faults.push(
        notExpected(column, { fr: `un chiffre de 0 à ${highest}`, en: `a digit from 0 to ${highest}` }),
      )
  }
  for (const [column, field] of switches) {
    const value = row.text(column).toLowerCase()
    if (value === '') continue
    if (yes.has(value) || no.has(value)) fields[field] = yes.has(value)
    else faults.push(notExpected(column, { fr: '0 ou 1', en: '0 or 1' }))
  }
  const country = row.text('country').toUpperCase()
  if (/^[A-Z]{2}$/.test(country)) fields.country = country
  else if (country !== '')
    faults.push(
      notExpected('country', { fr: 'un code de pays de deux lettres', en: 'a country code of two letters' }),
    )
  const lang = row
    .text('lang')
    .toLowerCase()
    .replace(/_utf8$/, '')
  if (/^[a-z][a-z_]{0,29}$/.test(lang)) fields.lang = lang
  else if (lang !== '')
    faults.push(
      notExpected('lang', { fr: 'un code de langue, tel que fr', en: 'a language code, such as fr' }),
    )

  const host = row.text('mnethostid')
  if (host !== '' && !/^[1-9]\d{0,14}$/.test(host))
    faults.push(notExpected('mnethostid', { fr: "le numéro d'un hôte", en: 'the number of a host' }))
  const deleted = row.text('deleted').toLowerCase()
  if (deleted !== '' && !yes.has(deleted) && !no.has(deleted)) warnings.push(deletedNotUnderstood())

  const profile = row.columns
    .filter((column) => column.startsWith(profilePrefix))
    .map((column) => [column.slice(profilePrefix.length), short(column, 65_536)] as const)
  const cohort = short('cohort', 254)
  const cohortIdnumber = short('cohortid', 100)
  if (cohort === '' && cohortIdnumber !== '') warnings.push(cohortWithoutName())

  const command: UserCommand = {
    username,
    oldUsername: userName(short('oldusername', 100), 'oldusername', faults),
    hostId: host === '' ? null : Number(host),
    idnumber: short('idnumber', 255),
    email: short('email', 100),
    fields: fields as UserCommand['fields'],
    password: passwordOf(row, faults),
    deleted: yes.has(deleted),
    profile,
    cohort: cohort === '' ? null : { name: cohort, idnumber: cohortIdnumber === '' ? null : cohortIdnumber },
    bindings: checkBindings(row, faults, warnings),
  }
  return faults.length === 0 ? { ok: true, command, warnings } : { ok: false, faults }
}

/** User names are in lower case (U01), and have neither spaces nor control characters. */
function userName(value: string, column: string, faults: LineMessage[]): string {
  if (/[\s\p{Cc}]/u.test(value))
    faults.push(
      notExpected(column, { fr: "un nom d'utilisateur sans espace", en: 'a user name without spaces' }),
    )
  const name = value.toLowerCase()
  // A few capitals become two letters.
  if (isLonger(name, 100) && !isLonger(value, 100)) faults.push(tooLong(column, 100))
  return name
}

function passwordOf(row: Row, faults: LineMessage[]): PasswordCell {
  const text = row.value('password')
  if (text === undefined) return { kind: 'absent' }
  if (text === '') return { kind: 'empty' }
  if (text === '*NOPASS*') return { kind: 'none' }
  if (isLonger(text, longestPassword)) faults.push(tooLong('password', longestPassword))
  return { kind: 'text', text }
}

/** In characters, as the database counts them; UTF-16 never counts fewer. */
function isLonger(value: string, longest: number): boolean {
  return value.length > longest && [...value].length > longest
}
