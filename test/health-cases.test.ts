import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, test } from 'vitest'
import type { z } from 'zod'
import { applications } from '../src/applications.ts'
import { describeDetail } from '../src/batch/detail-words.ts'
import { parseSchedule } from '../src/batch/schedule/parse-schedule.ts'
import { describeSchedule } from '../src/batch/schedule/wording.ts'

// What health.md promises of the fourteen batches, held in one place: every sentence of cases 11 to 21 (6.1) and every
// vector of 2.6 has its test, and what is delivered (labels, plans, parameters, figures) is what section 2 says.

const root = join(import.meta.dirname, '..')
const here = 'health-cases.test.ts'
const sources = ['src/**/*.test.ts', 'test/**/*.test.ts']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => !file.endsWith(here))
  .map((file) => readFileSync(join(root, file), 'utf8'))

/** What stands first between the brackets of a call or of a row of `each`: titles, among other texts. */
const titles = sources.flatMap((text) =>
  [...text.matchAll(/[[(]\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)\s*,/g)].map(
    ([, single, double, template]) => single ?? double ?? template!,
  ),
)

/** Each sentence, with a part of the title of every test that shows it. */
const cases: readonly (readonly [number: number, sentence: string, ...titles: string[]])[] = [
  [11, 'CLEAN on a live IMP_QUO of two hours: untouched', '11: CLEAN does not touch a run of two hours'],
  [11, 'a relance exactly 12 months old: kept', '11: CLEAN_RELANCE: exactly 12 months old is kept'],
  [
    11,
    'created two years ago with a due date next month: kept',
    'a due date to come protects however old the creation',
  ],
  [
    11,
    'due 13 months ago and never printed: deleted and counted in jamais_editees',
    '11: CLEAN_RELANCE: due 13 months ago and never printed: deleted, counted in jamais_editees',
  ],
  [12, 'a file being attached at that very second: kept', '12: CLEAN_SCAN on a file being attached'],
  [12, 'file missing on disk: row removed, counted, no error', '12: file missing on disk: row removed'],
  [
    13,
    'launched at 14h00: today’s open one stays; yesterday’s closes at its last activity',
    "13: FER_CON launched at 14h00: today's open consultation stays; yesterday's closes at its last activity",
  ],
  [
    13,
    'opened 23:50 and active at 04:00: stays',
    '13: a consultation opened 23:50 and active at 04:00 stays',
  ],
  [14, 'interrupted: old figures intact', '14: interrupted: the old figures are intact'],
  [14, 'two enrolments: one row, nb_inscriptions 2', '14: two enrolments in a year: one row, counted twice'],
  [14, 'born 29 February: age right on 31 December', '14: born on 29 February: the age of 31 December'],
  [
    15,
    'an ignored pair stays ignored; a correction that raises the score brings it back',
    '15: an ignored pair stays ignored; after a correction of a birth date that raises the score it comes back',
  ],
  [
    15,
    'three records of one person: one group of three',
    '15: three records of one person make one group of three',
    '15: three records of one person are one group of three',
  ],
  [
    15,
    'twins MARIE/MARINE with two INEs: 50 POSSIBLE, shown, never merged by itself',
    '15: twins MARIE/MARINE with two different INEs',
    '15: twins MARIE and MARINE with two INEs are possible, shown, never merged',
  ],
  [
    15,
    '5 000 records born 01/01/1900: block skipped, run ends',
    '15: 5 000 records born on 01/01/1900: the block is skipped, the run ends',
  ],
  [16, 'merge with an open consultation: refused', '16: merge with an open consultation: refused, of either'],
  [
    16,
    'merge then import of the loser’s INE: updates the kept record',
    '16: merge then import of the loser’s INE: updates the kept record',
  ],
  [16, 'undo after 31 days: refused', '16: undo after 31 days: refused'],
  [
    17,
    'LIS_REL after REL_COU the same night: the letters just edited, with STATUT',
    '17: LIS_REL after REL_COU the same night lists the letters just edited with STATUT',
  ],
  [17, 'REL_COU twice: second PDF absent', '17: REL_COU twice: the second PDF is absent'],
  [
    17,
    'only a family address: SANS_ADRESSE, no page',
    '17: a student with only a family address: SANS_ADRESSE, no page',
  ],
  [
    17,
    'an address line of 50 characters: abbreviated or shrunk, complete',
    '17: an address line of 50 characters is abbreviated or shrunk, complete',
    '17: an address line of 50 characters is abbreviated or shrunk, and counted',
  ],
  [
    18,
    'closed between REL_COU and REL_CRA: no reminder',
    '18: a follow-up closed between REL_COU and REL_CRA gets no reminder',
  ],
  [18, 'due today: selected; tomorrow: not', '18: due today: selected; due tomorrow: not'],
  [
    19,
    'lead 2 days, batch missed yesterday: reminded once',
    '19: lead 2 days, batch missed yesterday: tomorrow’s appointment is still reminded once',
  ],
  [
    19,
    'moved after the reminder: one more for the new time',
    '19: appointment moved after the reminder: one more reminder for the new time',
  ],
  [19, 'cancelled one minute before: no mail', '19: cancelled one minute before: no mail'],
  [
    19,
    'SMTP down: ERROR, PENDING kept, sent next time if still in the future',
    '19: SMTP down: ERROR, pending kept, sent next time if still in the future',
  ],
  [
    19,
    'lead changed from 2 to 7: no second mail',
    '19: lead changed from 2 to 7: no second mail to those already reminded',
  ],
  [
    20,
    'an empty list: ERROR, no deactivation',
    '20: the source answers an empty list: error, no deactivation',
  ],
  [
    20,
    'duplicate external id: ERROR, nothing written',
    '20: duplicate external id in the list: error, nothing',
  ],
  [
    21,
    '10 students masked, 11 sent as 10, 13 as 15, 0 as 0',
    '10 students are masked, 11 are sent as 10, 13 as 15, none as 0',
  ],
  [
    21,
    'lone masked cell of a row: a second one masked',
    'a lone masked cell takes the next smallest of its row',
  ],
  [21, '500 then 200: one record, same key', '21: 500 then 200: one record at the other side, under one key'],
  [21, 'redirect 302: refused', '21: a redirect is refused and never followed'],
  [
    21,
    'certificate expired: refused',
    '21: whoever cannot prove that it is the receiver',
    'its certificate has expired',
  ],
]

describe('cases 11 to 21 of health.md 6.1', () => {
  const shown = cases.map(([number, sentence, ...parts]) => ({ number, sentence, parts }))
  it.each(shown)('$number: $sentence', ({ parts }) => {
    for (const part of parts) expect(titles.filter((title) => title.includes(part))).not.toEqual([])
  })

  it('are all there', () => {
    expect(new Set(cases.map(([number]) => number)).size).toBe(11)
  })
})

describe('the vectors of health.md 2.6', () => {
  const tested = (file: string) =>
    readFileSync(join(root, 'src/health/duplicates', file), 'utf8').replaceAll(/\s+/g, ' ')

  it.each([
    `['MART1', 'MARTIN', 'MARTAIN']`,
    `['LEFEVR', 'LEFEVRE', 'LEFEBVRE']`,
    `['DUP3', 'DUPOND', 'DUPONT']`,
    `['GOTIER', 'GAUTHIER', 'GOTIER']`,
    `['RENO', 'RENAUD', 'RENAULT']`,
    `['FILI', 'PHILIPPE', 'FILIPE']`,
    `['MER', 'MEYER', 'MEIER']`,
    `['TEST1', 'TESTUN', 'TESTIN']`,
    `['K2T1', 'QUENTIN', 'KENTIN']`,
    `['SO', 'ZOE', 'Zoé']`,
    `['CATHERINE', 'KATRINE']`,
    `['MICHAEL', 'MICKAEL']`,
    `['LÆTITIA', 'LŒTITIA']`,
  ])('phonetic key %s', (row) => expect(tested('phonetic-key.test.ts')).toContain(row))

  it.each([
    [`'same person'`, `65, 'probable'`],
    [`'same INE on both'`, `125, 'certain'`],
    [`'different INE'`, `50, 'possible'`],
    [`'TESTUM'`, `57, 'possible'`],
    [`'born 15/03/2005'`, `52, 'possible'`],
    [`'DUTEST with NOMUSAGE TESTUN'`, `57, 'possible'`],
    [`'twins Zoé/Chloé, same telephone'`, '33, null'],
    [`'Zoé/Léo F/M, same telephone'`, '16, null'],
    [`'same INE but first name Inès'`, `79, 'probable'`],
  ])('score of %s: %s', (what, score) => {
    const text = tested('score.test.ts')
    const row = text.slice(text.indexOf(`[${what}`))
    expect(row.slice(0, row.indexOf('],'))).toContain(score)
  })
})

interface Delivered {
  readonly label: string
  /** As the column « Programmation » words it. */
  readonly plan: string
  readonly enabled: boolean
  /** Minutes by which a missed start may be late; absent: the twelve hours of every batch. */
  readonly catchUp?: number
  /** The values that it starts with, which are all its parameters. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Names of its figures, in the words of section 2. */
  readonly detail: readonly string[]
}

const everyDay = 'Tous les lun, mar, mer, jeu, ven, sam, dim'
const letters = ['selection', 'edites', 'sans_adresse', 'adresses_longues', 'echecs', 'fichier']

/** The grid of 1.1, the table at the head of section 2, the parameters and figures of 2.1 to 2.11. */
const delivered: Readonly<Record<string, Delivered>> = {
  CLEAN: {
    label: 'Nettoyage des batches',
    plan: `${everyDay} à 01h00`,
    enabled: true,
    parameters: { blocage_min: 10, retention_mois: 13 },
    detail: ['debloques', 'runs_purges', 'fichiers_purges'],
  },
  CLEAN_RELANCE: {
    label: 'Nettoyage des relances de plus de 1 an',
    plan: 'Le 1 août à 06h10',
    enabled: true,
    parameters: { age_mois: 12, simulation: false, forcer: false },
    detail: ['examinees', 'supprimees', 'jamais_editees', 'conservees'],
  },
  CLEAN_SCAN: {
    label: 'Nettoyage des fichiers du scan',
    plan: `${everyDay} à 06h00`,
    enabled: true,
    parameters: { age_jours: 0 },
    detail: ['supprimes', 'octets', 'orphelins', 'verrouilles'],
  },
  DOUBLONS: {
    label: 'Gestions des doublons',
    plan: 'Tous les lun à 03h00',
    enabled: true,
    parameters: { seuil_min: 45, bloc_max: 400, incremental: true },
    detail: [
      'etudiants',
      ...['B1', 'B2', 'B3', 'B4a', 'B4b', 'B5', 'B6'].map((way) => `paires_${way}`),
      ...['nouvelles', 'revues', 'ignorees', 'caduques', 'blocs_sautes'],
    ],
  },
  FER_CON: {
    label: 'Fermeture nocturne des consultations',
    plan: `${everyDay} à 04h00`,
    enabled: true,
    parameters: { inactivite_min: 60 },
    detail: ['examinees', 'fermees', 'ignorees_actives'],
  },
  IMP_QUO: {
    label: 'Import quotidien de la base de Scolarité',
    plan: `${everyDay} à 05h00`,
    enabled: false,
    catchUp: 360,
    detail: ['lines', 'created', 'updated', 'unchanged', 'partial', 'rejected', 'blank', 'warnings'],
  },
  LIS_REL: {
    label: 'Listing des relances',
    plan: 'Tous les jeu à 01h15',
    enabled: true,
    parameters: { fenetre_jours: 7 },
    detail: ['selection', 'edites', 'sans_adresse', 'fichier'],
  },
  REL_COU: {
    label: 'Courriers des relances',
    plan: 'Tous les jeu à 01h30',
    enabled: true,
    parameters: { max_lettres: 2000, adresse_familiale_autorisee: false },
    detail: letters,
  },
  LIS_RAP: {
    label: 'Listing des rappels de relances',
    plan: 'Tous les jeu à 02h00',
    enabled: true,
    parameters: { delai_rappel_jours: 30, fenetre_jours: 7 },
    detail: ['selection', 'edites', 'sans_adresse', 'fichier'],
  },
  REL_CRA: {
    label: 'Courriers de rappel des relances',
    plan: 'Tous les jeu à 02h30',
    enabled: true,
    parameters: { delai_rappel_jours: 30, max_lettres: 2000, adresse_familiale_autorisee: false },
    detail: letters,
  },
  MAJ_IDENTITE: {
    label: 'MAJ table identite (utilisee pour statistiques)',
    plan: `${everyDay} à 06h30`,
    enabled: true,
    parameters: { annees: 2, toutes: false, mois_rentree: 9 },
    detail: ['annees', 'lignes', 'ecart_avec_precedent'],
  },
  MES_VACCINS: {
    label: 'Import des vaccins issus de mesvaccins.net',
    plan: 'Tous les lun à 07h00',
    enabled: false,
    parameters: { source: null },
    detail: ['recus', 'nouveaux', 'modifies', 'inchanges', 'desactives'],
  },
  RAPPEL_RDV: {
    label: 'Envoi de mail pour les rappels de rendez-vous',
    plan: `${everyDay} à 07h30`,
    enabled: false,
    catchUp: 720,
    parameters: { par_minute: 60 },
    detail: ['candidats', 'envoyes', 'sans_mail', 'echecs', 'deja_envoyes'],
  },
  STAT_DASHBOARD: {
    label: 'Envoi des statistiques vers calcium-dashboard',
    plan: 'Tous les lun à 08h15',
    enabled: false,
    catchUp: 360,
    parameters: { seuil: 11 },
    detail: ['cellules', 'masquees', 'octets', 'accuse'],
  },
}

const batches = new Map(
  applications.flatMap((application) => application.batches).map((batch) => [batch.code, batch]),
)
const codes = Object.keys(delivered)
const now = Temporal.Instant.from('2026-03-01T00:00:00Z')

describe('the fourteen batches as they are delivered', () => {
  it.each(codes)('%s: label, plan, service, catch-up', (code) => {
    const batch = batches.get(code)!
    const { label, plan, enabled, catchUp } = delivered[code]!
    const schedule = parseSchedule(batch.schedule, { now, zone: 'Europe/Paris' })
    if (!schedule.ok) throw new Error('not a schedule')
    expect(batch.label.fr).toBe(label)
    expect(describeSchedule(schedule.schedule, 'fr')).toBe(plan)
    expect(batch.enabled).toBe(enabled)
    expect(batch.catchUp).toEqual(
      catchUp === undefined ? undefined : { policy: 'run', withinMinutes: catchUp },
    )
    expect(batch.rerunSafe).toBe(true)
  })

  it.each(codes)('%s: parameters, each with a French caption', (code) => {
    const schema = batches.get(code)!.parameters as z.ZodObject | undefined
    expect(schema?.parse({})).toEqual(delivered[code]!.parameters)
    for (const [name, field] of Object.entries(schema?.shape ?? {}))
      expect((field as z.ZodType).description, name).toMatch(/^\p{Lu}.{10,}/u)
  })

  it.each([
    ['CLEAN_RELANCE', 'age_mois', 5, 6],
    ['STAT_DASHBOARD', 'seuil', 4, 5],
  ])('%s: %s is not below its minimum', (code, name, below, least) => {
    const schema = batches.get(code)!.parameters!
    expect(schema.safeParse({ [name]: below }).success).toBe(false)
    expect(schema.safeParse({ [name]: least }).success).toBe(true)
  })

  test('those that read or write all students take turns', () => {
    for (const code of ['IMP_QUO', 'IMP_MAN', 'DOUBLONS', 'MAJ_IDENTITE'])
      expect(batches.get(code)!.resources, code).toEqual(['students'])
  })

  test('those that delete want their code typed, and no other', () => {
    const dangerous = codes.filter((code) => batches.get(code)!.danger !== undefined)
    expect(dangerous).toEqual(['CLEAN_RELANCE', 'CLEAN_SCAN'])
  })

  test('what is refused until something is set says so beforehand', () => {
    const cautious = codes.filter((code) => batches.get(code)!.ready !== undefined)
    expect(cautious).toEqual(['IMP_QUO', 'MES_VACCINS', 'RAPPEL_RDV', 'STAT_DASHBOARD'])
    expect(cautious).toEqual(codes.filter((code) => !delivered[code]!.enabled))
  })

  it.each(codes)('%s: its figures are worded, in the history as a file and on screen', (code) => {
    const screen = readFileSync(join(root, 'web/src/ui/counters.ts'), 'utf8')
    for (const name of delivered[code]!.detail) {
      for (const locale of ['fr', 'en'] as const)
        expect(describeDetail({ [name]: 1 }, locale), locale).not.toMatch(new RegExp(`^${name}\\b`))
      // Once in each language.
      expect(screen.match(new RegExp(`^    ${name}: ['"]`, 'gm')), name).toHaveLength(2)
    }
  })
})

it('no test of the health service is passed over', () => {
  const files = globSync('src/health/**/*.test.ts', { cwd: root })
  expect(files.length).toBeGreaterThan(60)
  for (const file of files)
    expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(
      /\b(?:it|test|describe)\.(?:skip|todo|only)\b/,
    )
})
