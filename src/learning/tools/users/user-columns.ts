import type { ColumnRules } from '../../../exchange/command-file/command-format.ts'

const stems = ['course', 'role', 'enrol', 'group', 'start', 'end'] as const
const numbered = new RegExp(`^(${stems.join('|')})[1-9]\\d{0,3}$`)

/** Numbered columns that do nothing: as far as anybody has ever numbered them. */
const oldNumbered = ['type', 'wwwroot'].flatMap((stem) =>
  Array.from({ length: 99 }, (_, index) => `${stem}${index + 1}`),
)

/** Columns of the users' file (learning.md 1.8): exact names, or exact stem and a number from 1. */
export const userFileColumns: ColumnRules = {
  mandatory: ['username', 'firstname', 'lastname'],
  optional: [
    'idnumber',
    'email',
    'auth',
    'institution',
    'department',
    'city',
    'country',
    'lang',
    'timezone',
    'mnethostid',
    'maildisplay',
    'maildigest',
    'mailformat',
    'htmleditor',
    'autosubscribe',
    'trackforums',
    'icq',
    'phone1',
    'phone2',
    'address',
    'url',
    'description',
    'password',
    'oldusername',
    'suspended',
    'deleted',
    'cohort',
    'cohortid',
  ],
  recognise(name) {
    if (numbered.test(name)) return name
    const [, shortname] = /^(?:profile_field|user_profile)_(.+)$/.exec(name) ?? []
    return shortname === undefined ? null : `${profilePrefix}${shortname}`
  },
  ignored: oldNumbered,
}

export const profilePrefix = 'profile_field_'
