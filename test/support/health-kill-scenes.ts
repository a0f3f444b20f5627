import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { fillScanBaskets } from '../../src/health/demo/scan-basket.ts'
import { writeDemoVaccines } from '../../src/health/demo/vaccines.ts'
import { followUpRecipients } from '../../src/health/follow-ups/settings.ts'
import { approvePush, buildNow, storePush } from '../../src/health/statistics/push-store.ts'
import { statisticsHosts, statisticsRecipients, statisticsUrl } from '../../src/health/statistics/settings.ts'
import { vaccineSource } from '../../src/health/vaccines/settings.ts'
import type { DeathMoment } from './batch-worker.ts'
import { insertStudents } from './health-people.ts'
import { before, committed, type KillScene, type Stage } from './kill-bench.ts'
import type { StatisticsReceiver } from './statistics-receiver.ts'

/** The figures that the other side has got are part of it. */
export interface HealthStage extends Stage {
  readonly receiver: Pick<StatisticsReceiver, 'url' | 'records'>
}

const today = `(now() at time zone 'Europe/Paris')::date`
/** A student's place among those of `insertStudents`, from its INE: ids make leaps. */
const place = 'substr(ine, 4, 7)::int'
const civilToday = () => Temporal.Now.zonedDateTimeISO('Europe/Paris').toPlainDate()

async function rows(stage: Stage, text: string, values: unknown[] = []): Promise<unknown[]> {
  return (await stage.database.pool.query({ text, values, rowMode: 'array' })).rows
}

const folder = (path: string) => {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}

/** Files that runs have left: those listed by the beginning of their names, and those that nobody knows of. */
async function runFiles(stage: Stage): Promise<{ listed: string[]; unlisted: string[] }> {
  const known = (await rows(stage, 'select path from batch_run_file')).flat() as string[]
  const all = folder(join(stage.dataDirectory, 'runs'))
  return {
    listed: all.filter((path) => known.includes(path)),
    unlisted: all.filter((path) => !known.includes(path)).map(withoutInstant),
  }
}

const withoutInstant = (path: string) => basename(path).replaceAll(/\d{8}[-_]\d{6}/g, 'STAMP')

const distinct = (texts: readonly string[]) => [...new Set(texts)].sort()

/** Students whom the post reaches, but for every sixth. */
async function addAddressed(stage: Stage, count: number): Promise<number[]> {
  const ids = await insertStudents(stage.database.pool, count)
  await rows(
    stage,
    `update student set address1 = '12 RUE DE L ESSAI', postal_code = '01000', town = 'ESSAIVILLE',
       country_code = '100', login = 'testun' || ${place} where ${place} % 6 <> 0`,
  )
  return ids
}

/** A follow-up of each student: `state`, and its dates as SQL over `n`, its number. */
async function addFollowUps(
  stage: Stage,
  count: number,
  dates: { due: string; state?: string; letter?: string },
): Promise<void> {
  await rows(
    stage,
    `insert into nomenclature_item (nomenclature_id, code, label)
     select id, 'VACCIN', 'Vaccination à compléter' from nomenclature where code = 'RELANCES' on conflict do nothing`,
  )
  await rows(
    stage,
    `insert into follow_up (student_id, motive_id, created_by, due_on, letter_text, state, letter_on)
     select student.id, motive.id, 'testun', ${dates.due}, 'Merci de prendre rendez-vous.', ${dates.state ?? `'open'`},
       ${dates.letter ?? 'null'}
     from generate_series(1, ${count}) as n
     join (select id, row_number() over (order by id) as place, count(*) over () as students from student) as student
       on student.place = (n - 1) % students + 1
     cross join (select id from nomenclature_item where code = 'VACCIN') as motive
     order by n`,
  )
}

const followUps = 'select id, state, letter_on, reminder_on, version from follow_up order by id'

async function listingLeft(stage: Stage): Promise<unknown> {
  const { listed, unlisted } = await runFiles(stage)
  return {
    followUps: await rows(stage, followUps),
    listings: distinct(listed.map((path) => readFileSync(path, 'latin1'))),
    unlisted,
  }
}

async function lettersLeft(stage: Stage): Promise<unknown> {
  const { listed, unlisted } = await runFiles(stage)
  return {
    followUps: await rows(stage, followUps),
    editions: await rows(stage, 'select batch_code, objects, pages from follow_up_edition order by id'),
    letters: await rows(
      stage,
      'select follow_up_id, former_state, former_letter_on from follow_up_letter order by 1',
    ),
    printed: listed.length,
    unlisted,
  }
}

/** A listing that a dead run had finished stays beside that of its repetition: the same lines, in one file or two. */
const listing = (code: string, usual: DeathMoment) => ({
  code,
  transactions: 1,
  moments: [{ moment: 'synced', at: 1 } as const],
  usual: [usual],
  left: listingLeft,
  empty: { selection: 0, edites: 0, sans_adresse: 0 },
})

const letters = (code: string, usual: DeathMoment) => ({
  code,
  transactions: 1,
  moments: [{ moment: 'synced', at: 1 } as const],
  usual: [usual],
  left: lettersLeft,
  empty: { selection: 0, edites: 0, sans_adresse: 0, fichier: null },
})

const told = `select sum((regexp_match(mail ->> 'subject', ': (\\d+) relance'))[1]::int)::int from outgoing_mail`

interface RemindersLeft {
  readonly states: readonly (readonly [number, string])[]
  readonly received: readonly string[]
}

export const killScenes: readonly KillScene<HealthStage>[] = [
  {
    code: 'CLEAN_RELANCE',
    transactions: 2,
    moments: [{ moment: 'mail-taken', at: 1 }],
    // Follow-ups are gone, and nobody has been told yet that they never got their letter.
    usual: [committed(2)],
    async fill(stage) {
      await insertStudents(stage.database.pool, 3)
      await addFollowUps(stage, 1300, { due: `${today} - case when n <= 600 then 420 else 10 end` })
      await stage.settings.set(followUpRecipients.key, ['chef@example.org'], 'test')
    },
    left: async (stage) => ({
      followUps: await rows(
        stage,
        'select count(*), md5(string_agg(id::text, $$ $$ order by id)) from follow_up',
      ),
      // Each once.
      deleted: await rows(
        stage,
        `select count(*), count(distinct gone ->> 'id')
         from audit_event cross join jsonb_array_elements(detail -> 'followUps') as gone
         where action = 'follow-ups.deleted' and id > $1`,
        [stage.trailBegins],
      ),
      told: await rows(stage, told),
      repeated: stage.inbox.mails.length - distinct(stage.inbox.mails.map(({ text }) => text)).length,
    }),
    empty: { examinees: 0, supprimees: 0, jamais_editees: 0, conservees: 0 },
  },
  {
    code: 'CLEAN_SCAN',
    transactions: 1,
    // Their rows are gone, their files are not.
    usual: [committed(1)],
    async fill({ database, dataDirectory }) {
      await fillScanBaskets(database.pool, { now: Temporal.Now.instant(), dataDirectory })
      const old = Date.now() / 1000 - 48 * 3600
      for (const path of folder(join(dataDirectory, 'scan'))) utimesSync(path, old, old)
    },
    left: async (stage) => ({
      rows: await rows(stage, 'select storage_key, used_at from scan_file order by 1'),
      files: folder(join(stage.dataDirectory, 'scan'))
        .map((path) => basename(path))
        .sort(),
      trail: await trail(stage, 'scan.removed'),
    }),
    empty: { supprimes: 0, octets: 0, orphelins: 0, verrouilles: 0 },
  },
  {
    code: 'FER_CON',
    transactions: 4,
    usual: [before(3)],
    async fill(stage) {
      await insertStudents(stage.database.pool, 5)
      await rows(
        stage,
        `insert into consultation (student_id, practitioner, opened_at, last_activity_at)
         select id, 'testun-medecin', at, at from (
           select id, now() - case when row_number() over (order by id) < 5 then interval '2 days' else '0' end as at
           from student) as opened order by id`,
      )
      await rows(
        stage,
        `insert into record_lock (student_id, consultation_id, holder) select student_id, id, practitioner from consultation`,
      )
    },
    left: async (stage) => ({
      consultations: await rows(
        stage,
        'select id, closed_at = last_activity_at, closed_by, version from consultation order by id',
      ),
      locks: await rows(stage, 'select consultation_id from record_lock order by 1'),
      trail: await trail(stage, 'consultation.closed'),
    }),
    empty: { examinees: 0, fermees: 0, ignorees_actives: 0 },
  },
  {
    code: 'MAJ_IDENTITE',
    transactions: 1,
    usual: [before(1)],
    async fill(stage) {
      await insertStudents(stage.database.pool, 40)
      const year = `extract(year from now() at time zone 'Europe/Paris' - interval '8 months')`
      await rows(
        stage,
        `insert into enrolment (student_id, year, establishment_code, component_code, run_id, line)
         select id, ${year}, '0990001X', 'SCI', 1, 2 from student`,
      )
      // Of students who are gone: their rows go too, and somebody is told of the fall.
      await rows(
        stage,
        `insert into identity_statistic (student_id, year, sex, birth_year, age, age_band, nationality_group,
           establishment_code, component_code, scholarship, first_entry, enrolments)
         select 1000000 + n, ${year}, 'F', 2004, 21, '21-23', 'FR', '0990001X', 'SCI', false, false, 1
         from generate_series(1, 100) as n`,
      )
      await stage.settings.set(statisticsRecipients.key, ['stat@example.org'], 'test')
    },
    left: async (stage) => ({
      statistics: await rows(stage, 'select * from identity_statistic order by student_id, year'),
      mails: await rows(stage, `select mail -> 'to' from outgoing_mail`),
    }),
    empty: { annees: 2, lignes: 0, ecart_avec_precedent: 0 },
  },
  {
    ...listing('LIS_REL', before(1)),
    async fill(stage) {
      await addAddressed(stage, 12)
      await addFollowUps(stage, 24, { due: `${today} - 10 + n::int` })
    },
  },
  {
    ...listing('LIS_RAP', { moment: 'synced', at: 1 }),
    async fill(stage) {
      await addAddressed(stage, 12)
      await addFollowUps(stage, 12, {
        due: `${today} - 60`,
        state: `'letter-printed'`,
        letter: `${today} - 5 * n::int`,
      })
    },
  },
  {
    // All letters lie on the disk, and nobody knows of them.
    ...letters('REL_COU', before(1)),
    async fill(stage) {
      await addAddressed(stage, 12)
      await addFollowUps(stage, 24, { due: `${today} - 10 + n::int` })
    },
  },
  {
    ...letters('REL_CRA', committed(1)),
    async fill(stage) {
      await addAddressed(stage, 12)
      await addFollowUps(stage, 12, {
        due: `${today} - 60`,
        state: `'letter-printed'`,
        letter: `${today} - 5 * n::int`,
      })
    },
  },
  {
    code: 'RAPPEL_RDV',
    // What was cut short, what is to be sent, and two for each reminder.
    transactions: 10,
    moments: [1, 4].map((at) => ({ moment: 'mail-taken' as const, at })),
    // The server has taken the second one, and nobody has noted it.
    usual: [{ moment: 'mail-taken', at: 2 }],
    parameters: () => ({ par_minute: 6000 }),
    async fill(stage) {
      await insertStudents(stage.database.pool, 5)
      await rows(
        stage,
        `update student set email = 'testun' || ${place} || '@example.org' where ${place} < 5`,
      )
      await rows(
        stage,
        `with motive as (insert into appointment_motive (label, reminder_active) values ('Dépistage TEST', true) returning id)
         insert into appointment (student_id, motive_id, starts_at, taken_at)
         select student.id, motive.id, now() + interval '20 hours' + ${place} * interval '10 minutes',
           now() - interval '5 days'
         from student cross join motive order by student.id`,
      )
    },
    left: async (stage): Promise<RemindersLeft> => ({
      states: (await rows(
        stage,
        'select appointment_id, state from appointment_reminder order by 1',
      )) as RemindersLeft['states'] as [number, string][],
      received: stage.inbox.mails.map(({ to }) => to.join()).sort(),
    }),
    accepts: acceptReminders,
    empty: { candidats: 0, envoyes: 0, sans_mail: 0, echecs: 0, deja_envoyes: 0 },
  },
  {
    code: 'MES_VACCINS',
    transactions: 1,
    usual: [committed(1)],
    async fill({ dataDirectory, settings }) {
      await writeDemoVaccines(dataDirectory)
      await settings.set(vaccineSource.key, 'file', 'test')
    },
    left: (stage) =>
      rows(
        stage,
        `select external_id, name, short_description, ucd_code, cip_codes, alternative_names, marketed_from,
           marketed_until, french, valences, diseases, active, listed, content_hash, version from vaccine order by 1`,
      ),
    empty: 'aucune source de vaccins',
  },
  {
    code: 'STAT_DASHBOARD',
    transactions: 3,
    // The other side has kept the figures, and nobody here has noted it.
    usual: [before(3)],
    async fill(stage) {
      const { database, settings, receiver } = stage
      await rows(
        stage,
        `insert into identity_statistic (student_id, year, sex, birth_year, age, age_band, nationality_group,
           establishment_code, component_code, cursus, scholarship, first_entry, enrolments, consultations)
         select n, extract(year from now() at time zone 'Europe/Paris' - interval '8 months'),
           (array['F', 'M'])[n % 2 + 1], 2004, 21, '21-23', 'FR', '0990001X', 'SCI',
           (array['L', 'M'])[n % 2 + 1], false, false, 1, n % 4
         from generate_series(1, 200) as n`,
      )
      await settings.set(statisticsUrl.key, receiver.url, 'test')
      await settings.set(statisticsHosts.key, ['localhost'], 'test')
      const now = Temporal.Now.instant()
      const about = { now, timeZone: 'Europe/Paris', threshold: 11, sender: null }
      const preview = await storePush(database.pool, await buildNow(database.pool, about), {
        now,
        previewedBy: 'chef',
      })
      await approvePush(database.pool, preview, 'chef', now)
    },
    left: async (stage) => ({
      received: stage.receiver.records.map(({ payload, client }) => ({ payload, client })),
      pushes: await rows(stage, 'select state, sha256, cells, masked from statistic_push order by built_at'),
    }),
    empty: 'réglez d’abord l’adresse d’envoi',
  },
  {
    code: 'DOUBLONS',
    transactions: 1,
    usual: [before(1)],
    async fill(stage) {
      await insertStudents(stage.database.pool, 20)
      await rows(
        stage,
        `insert into student (ine, family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code)
         select null, family_name, 'Zoe', name_key, first_name_key, sex, birth_date, nationality_code
         from student where ${place} <= 6 order by id`,
      )
    },
    left: (stage) =>
      rows(
        stage,
        'select a, b, score, tier, reasons, fingerprint, state, version from duplicate_pair order by 1, 2',
      ),
    empty: { etudiants: 0, nouvelles: 0, revues: 0, ignorees: 0, caduques: 0 },
  },
  {
    code: 'CHARGE_SANTE',
    // The file is taken in, its two chunks, its end. Before the first, nothing is known of it but the request.
    transactions: 4,
    moments: [1, 3, 6].map((at) => ({ moment: 'synced' as const, at })),
    usual: [before(1), committed(2)],
    parameters: ({ dataDirectory }) => ({
      kind: 'follow-ups',
      path: writeLoad(dataDirectory),
      fileName: 'relances.csv',
    }),
    async fill(stage) {
      await addAddressed(stage, 12)
      await addFollowUps(stage, 0, { due: today })
    },
    async left(stage) {
      const { listed, unlisted } = await runFiles(stage)
      const of = (beginning: string) => listed.filter((path) => basename(path).includes(beginning))
      return {
        followUps: await rows(
          stage,
          `select count(*), md5(string_agg(row::text, ',' order by row::text))
           from (select reference, student_id, motive_id, due_on, letter_text, state, version from follow_up) as row`,
        ),
        retries: distinct(of('tryback').map((path) => readFileSync(path, 'utf8'))),
        work: folder(join(stage.dataDirectory, 'health', 'loads')),
        unlisted,
      }
    },
    empty: { lines: 4200, created: 0, updated: 0, unchanged: 0, rejected: 4200 },
  },
]

/**
 * No reminder leaves twice. The one that was being sent when the process died is doubtful: whether it left or not, nobody
 * sends it again, and the page says so (health.md 2.8).
 */
function acceptReminders(left: unknown, undisturbed: unknown): boolean {
  const { states, received } = left as RemindersLeft
  const usual = undisturbed as RemindersLeft
  const doubtful = states.filter(([, state]) => state === 'unknown')
  const unsent = usual.received.filter((to) => !received.includes(to))
  return (
    new Set(received).size === received.length &&
    states.length === usual.states.length &&
    doubtful.length <= 1 &&
    states.every(([, state]) => state === 'sent' || state === 'unknown') &&
    unsent.every((to) => doubtful.some(([appointment]) => to === `testun${appointment}@example.org`))
  )
}

async function trail(stage: Stage, action: string): Promise<unknown[]> {
  return await rows(
    stage,
    'select subject, count(*) from audit_event where action = $1 and id > $2 group by 1 order by 1',
    [action, stage.trailBegins],
  )
}

/** One line in fifty names nobody. */
function writeLoad(dataDirectory: string): string {
  const due = civilToday().add({ days: 30 })
  const lines = Array.from(
    { length: 4_200 },
    (_, n) => `R-${n};${n % 50 === 7 ? 'inconnu' : `testun${(n % 5) + 1}`};VACCIN;${due};"Texte ${n}"`,
  )
  mkdirSync(dataDirectory, { recursive: true })
  const path = join(dataDirectory, 'relances.csv')
  writeFileSync(path, `REFERENCE;IDENTIFIANT;MOTIF;ECHEANCE;COURRIER\n${lines.join('\n')}\n`)
  return path
}
