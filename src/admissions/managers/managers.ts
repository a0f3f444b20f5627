import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { invalidField, refused } from '../../platform/edit-refusal.ts'
import type { Editor } from '../editing.ts'
import type { Look } from './update/decide.ts'

/** A administrator, G manager of a centre, C of a commission, I internal, L limited. */
export const profileKinds = ['A', 'G', 'C', 'I', 'L'] as const
export type ProfileKind = (typeof profileKinds)[number]

export interface Profile {
  readonly kind: ProfileKind
  /** Code of the centre that a G manages. */
  readonly centre: string | null
  /** Code of the commission of a C. */
  readonly commission: string | null
  /** Their login in the information system. */
  readonly sisLogin: string | null
}

export interface Manager {
  readonly login: string
  readonly label: string | null
  readonly mail: string | null
  readonly inService: boolean
  readonly profiles: readonly Profile[]
  readonly lastLook: Look | null
  /** Since when the directory has said so. */
  readonly lastLookAt: Date | null
  readonly version: number
}

export interface ManagerQuery {
  /** Part of a login, name or mail. */
  readonly search: string
  readonly inService: boolean | null
  readonly profile: ProfileKind | null
  readonly after: string | null
  readonly size: number
}

const columns = `
  person.login, label, mail, in_service as "inService", last_look as "lastLook", last_look_at as "lastLookAt", version,
  coalesce((
    select jsonb_agg(jsonb_build_object('kind', profile.kind, 'centre', centre.code, 'commission', commission.code,
                                        'sisLogin', profile.sis_login)
                     order by profile.kind, centre.code, commission.code)
    from admissions.person_profile profile
    left join admissions.centre on centre.id = profile.centre_id
    left join admissions.commission on commission.id = profile.commission_id
    where profile.login = person.login
  ), '[]') as profiles`

/** Persons of the back office by their logins. */
export async function readManagers(
  db: Queryable,
  { search, inService, profile, after, size }: ManagerQuery,
): Promise<{ items: Manager[]; more: boolean }> {
  const { rows } = await db.query<Manager>(
    `select ${columns} from admissions.person
     where ($1 = '' or position(lower($1) in lower(concat_ws(' ', login, label, mail))) > 0)
       and ($2::boolean is null or in_service = $2)
       and ($3::text is null or exists (
         select from admissions.person_profile profile where profile.login = person.login and profile.kind = $3))
       and ($4::text is null or login > $4)
     order by login limit $5`,
    [search.trim(), inService, profile, after, size + 1],
  )
  return { items: rows.slice(0, size), more: rows.length > size }
}

export async function findManager(db: Queryable, login: string): Promise<Manager | null> {
  const { rows } = await db.query<Manager>(`select ${columns} from admissions.person where login = $1`, [
    login,
  ])
  return rows[0] ?? null
}

/** What is given of a person; undefined: stays as it is. */
export interface ManagerEdit {
  readonly label?: string | null | undefined
  readonly mail?: string | null | undefined
  readonly inService?: boolean | undefined
  readonly profiles?: readonly Profile[] | undefined
}

/** Changes a person and their profiles; `version` is the one that the editor has seen. Throws `EditRefused`. */
export async function changeManager(
  database: Database,
  editor: Editor,
  login: string,
  version: number,
  edit: ManagerEdit,
  now: string,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    await client.query('select from admissions.person where login = $1 for update', [login])
    const before = await findManager(client, login)
    if (before === null)
      throw refused('NOT_FOUND', { fr: 'Cette personne n’est pas connue', en: 'This person is not known' })
    if (before.version !== version)
      throw refused('STALE_VERSION', {
        fr: 'Cette personne a été modifiée entre-temps : fermez, relisez, recommencez',
        en: 'This person was changed meanwhile: close, read again, start over',
      })
    const changed = await writeManager(client, before, edit, now)
    if (changed.length > 0)
      await recordAudit(client, {
        actor: editor.author,
        action: 'manager.changed',
        subject: `manager:${login}`,
        application: 'admissions',
        address: editor.address,
        // What they are called is theirs: the trail says that it changed.
        detail: { changed },
      })
  })
}

/** Writes what differs; names the members that did. Throws `EditRefused` on a profile that cannot be. */
export async function writeManager(
  client: Queryable,
  before: Manager,
  edit: ManagerEdit,
  now: string,
): Promise<string[]> {
  const { login } = before
  const after = {
    label: edit.label === undefined ? before.label : edit.label,
    mail: edit.mail === undefined ? before.mail : edit.mail,
    inService: edit.inService ?? before.inService,
    profiles: edit.profiles ?? before.profiles,
  }
  const changed: string[] = (['label', 'mail', 'inService'] as const).filter(
    (name) => before[name] !== after[name],
  )
  if (JSON.stringify(sorted(before.profiles)) !== JSON.stringify(sorted(after.profiles))) {
    await replaceProfiles(client, login, after.profiles)
    changed.push('profiles')
  }
  if (changed.length > 0)
    await client.query(
      `update admissions.person
       set label = $2, mail = $3, in_service = $4, changed_at = $5, version = version + 1 where login = $1`,
      [login, after.label, after.mail, after.inService, now],
    )
  return changed
}

function sorted(profiles: readonly Profile[]): string[] {
  return profiles
    .map(({ kind, centre, commission, sisLogin }) => JSON.stringify([kind, centre, commission, sisLogin]))
    .sort()
}

async function replaceProfiles(
  client: Queryable,
  login: string,
  profiles: readonly Profile[],
): Promise<void> {
  await client.query('delete from admissions.person_profile where login = $1', [login])
  for (const { kind, centre, commission, sisLogin } of profiles) {
    if (kind === 'G' && centre === null) throw invalidField('profiles', centreMissing)
    if (kind === 'C' && commission === null) throw invalidField('profiles', commissionMissing)
    const { rowCount } = await client.query(
      `insert into admissions.person_profile (login, kind, centre_id, commission_id, sis_login)
       select $1, $2, centre.id, commission.id, $5
       from (select) as one
       left join admissions.centre on centre.code = $3
       left join admissions.commission on commission.code = $4
       where ($3::text is null or centre.id is not null) and ($4::text is null or commission.id is not null)
       on conflict do nothing`,
      [login, kind, centre, commission, sisLogin],
    )
    if (rowCount === 0)
      throw invalidField('profiles', {
        fr: `Profil ${kind} : centre ou commission inconnus, ou profil donné deux fois (${centre ?? commission ?? ''})`,
        en: `Profile ${kind}: unknown centre or commission, or given twice (${centre ?? commission ?? ''})`,
      })
  }
}

const centreMissing = {
  fr: 'Un gestionnaire de centre (G) a besoin d’un centre',
  en: 'A manager of a centre (G) needs a centre',
}
const commissionMissing = {
  fr: 'Un gestionnaire de commission (C) a besoin d’une commission',
  en: 'A manager of a commission (C) needs a commission',
}
