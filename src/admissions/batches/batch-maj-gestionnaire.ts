import type { Temporal } from 'temporal-polyfill'
import { defineBatch } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import type { DirectoryConnection } from '../../platform/connections.ts'
import type { Queryable } from '../../platform/database.ts'
import { referenceData } from '../lanes.ts'
import { type DirectoryEntry, DirectoryFailure, groupSize } from '../managers/directory/directory.ts'
import { ldapDirectory } from '../managers/directory/ldap-directory.ts'
import { loginAttribute, startTls, technicalAdministrator } from '../managers/settings.ts'
import {
  type Decision,
  decideManagers,
  type KnownPerson,
  type PersonChange,
} from '../managers/update/decide.ts'

/** Labels, mails and service of the back office's persons, as the directory knows them (admissions.md 3.16). */
export default defineBatch({
  code: 'BATCH_MAJ_GESTIONNAIRE',
  label: {
    fr: 'Mise à jour des informations des gestionnaires',
    en: 'Update of what is known of managers',
  },
  description: {
    fr: 'Met à jour nom et adresse des gestionnaires d’après l’annuaire, met hors service les absents. Ne touche jamais à leurs profils, ni aux comptes de Nocturne.',
    en: 'Updates names and mails of managers from the directory, puts absent ones out of service. Never touches their profiles, nor accounts of Nocturne.',
  },
  schedule: { time: '21:30' },
  enabled: false,
  rerunSafe: true,
  timeoutMinutes: 30,
  resources: [referenceData],
  async run(context) {
    const { log, place, progress, settings } = context
    const connection = place.connections?.directory ?? null
    if (connection === null) {
      log.info('rien à faire : l’annuaire n’est pas configuré (NOCTURNE_LDAP_URL, NOCTURNE_LDAP_BASE)')
      return detailOf(0)
    }
    const persons = await readPersons(context.database.pool)
    if (persons.length === 0) {
      log.info('rien à faire : aucune personne connue')
      return detailOf(0)
    }
    log.info(`${persons.length} personnes à chercher dans l’annuaire`)
    if (connection.url.startsWith('ldap:') && connection.password !== null && !(await settings.get(startTls)))
      log.warn(
        'le mot de passe de lecture passe en clair : préférez ldaps://, ou StartTLS dans les paramètres',
      )
    const technical = await settings.get(technicalAdministrator)

    // Everything is read before anything is written: a directory that falls silent on the way disables nobody.
    const entries = await readDirectory(context, connection, persons)
    const first = decideManagers(persons, entries, technical)
    if (!first.ok) return refuse(context, first.why, persons.length)
    const decision = await context.transaction(async (client) => {
      // Somebody may have been edited meanwhile: what is decided is decided on what is written to.
      const present = await readPersons(client, 'for update of person')
      const looked = new Set(persons.map(({ login }) => login))
      const decided = decideManagers(
        present.filter(({ login }) => looked.has(login)),
        entries,
        technical,
      )
      if (decided.ok) await write(client, decided.changes, context.clock.now())
      return decided
    })
    if (!decision.ok) return refuse(context, decision.why, persons.length)
    tell(context, decision)
    progress(persons.length, persons.length)
    return detailOf(persons.length, decision)
  },
})

function refuse({ log }: RunContext, why: string, persons: number): never {
  log.error(why)
  throw new RunFailure(why, { ...detailOf(persons), traites: 0, ignores: persons })
}

async function readDirectory(
  { settings, signal, progress, log }: RunContext,
  connection: DirectoryConnection,
  persons: readonly KnownPerson[],
): Promise<DirectoryEntry[]> {
  const directory = ldapDirectory(connection, {
    signal,
    loginAttribute: await settings.get(loginAttribute),
    startTls: await settings.get(startTls),
  })
  const entries: DirectoryEntry[] = []
  try {
    for (let at = 0; at < persons.length; at += groupSize) {
      signal.throwIfAborted()
      progress(at, persons.length, 'lecture de l’annuaire')
      const group = persons.slice(at, at + groupSize).map(({ login }) => login)
      entries.push(...(await directory.find(group)))
      const read = at + group.length
      if (read % 200 === 0) log.info(`${read} personnes sur ${persons.length}`)
    }
    return entries
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof DirectoryFailure)) throw error
    log.error(`${error.message} ; rien n'est modifié`)
    throw new RunFailure(error.message, { ...detailOf(persons.length), traites: 0, ignores: persons.length })
  } finally {
    await directory.close()
  }
}

async function readPersons(db: Queryable, lock: 'for update of person' | '' = ''): Promise<KnownPerson[]> {
  const { rows } = await db.query<KnownPerson>(
    `select login, label, mail, in_service as "inService", last_look as "lastLook",
            exists (select from admissions.person_profile profile
                    where profile.login = person.login and profile.kind = 'A') as administrator
     from admissions.person order by login ${lock}`,
  )
  return rows
}

async function write(
  client: Queryable,
  changes: readonly PersonChange[],
  now: Temporal.Instant,
): Promise<void> {
  await client.query(
    `update admissions.person
     set label = given.label, mail = given.mail, in_service = given.in_service,
         last_look_at = case when last_look is distinct from given.look then $2 else last_look_at end,
         last_look = given.look, changed_at = $2, version = version + 1
     from jsonb_to_recordset($1) as given (login text, label text, mail text, in_service boolean, look text)
     where person.login = given.login`,
    [
      JSON.stringify(changes.map(({ inService, ...change }) => ({ ...change, in_service: inService }))),
      now.toString(),
    ],
  )
}

function tell({ log }: RunContext, { updated, enabled, disabled, kept, invalid }: Decision & { ok: true }) {
  for (const { login, why } of invalid) log.warn(`${login} : fiche de l’annuaire inutilisable (${why})`)
  for (const login of disabled) log.info(`${login} : absent de l’annuaire, mis hors service`)
  for (const login of enabled) log.info(`${login} : de nouveau dans l’annuaire, remis en service`)
  for (const login of kept)
    log.warn(
      `${login} : absent de l’annuaire, gardé en service (dernier administrateur, ou administrateur technique)`,
    )
  log.info(
    `${updated.length} mis à jour, ${enabled.length} remis en service, ${disabled.length} mis hors service, ${invalid.length} inutilisables`,
  )
}

function detailOf(selected: number, decision: (Decision & { ok: true }) | null = null) {
  const invalid = decision?.invalid.length ?? 0
  return {
    selectionnes: selected,
    traites: decision === null ? 0 : selected - invalid,
    // Named in the log: the directory's to mend, the run did its work.
    ignores: invalid,
    en_erreur: 0,
    mis_a_jour: decision?.updated.length ?? 0,
    remis_en_service: decision?.enabled.length ?? 0,
    mis_hors_service: decision?.disabled.length ?? 0,
    gardes_en_service: decision?.kept.length ?? 0,
  }
}
