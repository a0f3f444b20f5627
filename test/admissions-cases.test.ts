import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, test } from 'vitest'
import type { z } from 'zod'
import { campaignData, closedDoors, referenceData } from '../src/admissions/lanes.ts'
import { applications } from '../src/applications.ts'
import { describeDetail } from '../src/batch/detail-words.ts'
import { parseSchedule } from '../src/batch/schedule/parse-schedule.ts'
import { describeSchedule } from '../src/batch/schedule/wording.ts'

// What admissions.md promises, held in one place: every sentence of cases 29 to 88 (6.2 to 6.8), every fault of section 3 and
// every common rule R1 to R10 has its test, and what is delivered (labels, plans, lanes, figures) is what table 3.0 says.

const root = join(import.meta.dirname, '..')
const here = 'admissions-cases.test.ts'
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

/** A sentence, with a part of the title of every test that shows it. */
type Shown = readonly (readonly [of: string | number, sentence: string, ...titles: string[]])[]

const cases: Shown = [
  [
    29,
    'missing, blank, negative or textual retention: ERROR before any deletion',
    '29: fault 3.6: a retention of',
    'S31: a retention of',
  ],
  [
    30,
    'the current save accepted or answered 503, never half saved',
    '30: in maintenance an answer is refused with 503',
  ],
  [30, 'with the text preserved', 'takes nothing from who is answering'],
  [
    31,
    'both pair members late: the state is that of the later one',
    '31 (V12): both late after the downtime',
  ],
  [
    32,
    'switched by hand before the batch: « déjà », no error',
    '32: an administrator switched by hand before',
  ],
  [
    33,
    'two nodes: both refuse candidates',
    '33: both nodes refuse who does not administer',
    '30, 33: closing admissions keeps out candidates',
  ],
  [
    34,
    'no campaign waiting: FINISH with a line; activation in the future: not selected',
    '34: no campaign waits: finished',
  ],
  [
    35,
    'killed between activation and archiving: exactly one in service',
    '35: cut short between activation and archiving',
  ],
  [
    36,
    'bounded memory, progress lines',
    '36: cancelled in the middle, nothing is archived; the next run ends the work, with a line each thousand',
  ],
  [
    37,
    'formation dates changed after archiving: the dossier shows the frozen ones',
    '37: the archived dossier keeps the dates',
    '37: an archived dossier is readable',
  ],
  [38, 'one second before: nothing; one after: destroyed', '38: one second before the retention is over'],
  [39, 'a campaign without any file, folder absent: succeeds', '39: a campaign without any file'],
  [
    40,
    'store read-only: rows gone, cleanup full, ERROR, next run finishes the files',
    '40: the store is read-only',
  ],
  [
    41,
    'code "../x" or empty: refused',
    '41: a campaign whose code leads elsewhere is refused',
    '41: a campaign code that is no single element',
  ],
  [
    42,
    'number of a destroyed account proposed to a new candidate: impossible',
    '42: the number of a destroyed dossier',
    '42: the number of an account that is gone',
  ],
  [
    43,
    'file shared by two rows: deleted with the last reference',
    '43: a file that two attachments share',
    '43: a file is held by an attachment',
  ],
  [44, 'twice in parallel, on two nodes: one run', '44: two nodes asked at once have one run'],
  [45, 'validated between selection and deletion: kept', 'fault 3.8: a candidate who validates'],
  [45, 'personal data but not validated: kept and reported', '45: with personal data and not validated'],
  [45, 'number history row missing: no failure', 'fault 3.8: a number without its history row'],
  [
    45,
    'expiry exactly now: boundary strict',
    '45: expired without data goes with its session, its number stays for ever; the boundary is strict',
  ],
  [
    46,
    'RUNNING row older than the retention kept; last run of each batch kept',
    'BATCH_DESTRUCT_HISTO deletes ended runs',
    'BATCH_DESTRUCT_HISTO keeps the last ten runs',
  ],
  [
    47,
    'live run of 5 h kept and reported; dead run interrupted by lease',
    'S23: BATCH_NETTOYAGE interrupts what no node has any more',
  ],
  [
    48,
    'two formations, one without SIS codes: one wish poured, one ERREUR with cause',
    '48: one wish poured',
  ],
  [
    49,
    'withdrawal after pouring: removed, RETIRE; last one: the target shows none',
    '49: a withdrawal takes the wish out',
    '49: who can no longer be written there',
  ],
  [50, 'the target stores nothing: not marked poured', '50: the target accepts the call and stores nothing'],
  [51, 'two records, none with our code: nothing marked, one grouped mail', '51: two records there'],
  [
    52,
    'a homonym is never attached without an administrator’s decision',
    '52: a namesake born the same day',
    '52: an administrator decides on a namesake',
  ],
  [53, 'limit 10 with 15 failing oldest: the 16th is served', '53: a limit of 10 with 15 oldest'],
  [
    54,
    'odd names: transliterated, truncated visibly, or ERREUR; no injection',
    '54: odd names are written in capitals',
    '54: %s is written %s',
    '54: %s cannot be written',
  ],
  [
    55,
    'baccalaureate of next year: refused once, reported once',
    '55: a baccalaureate of next year is refused',
  ],
  [
    56,
    'six wishes with Pégase: sixth in ERREUR, five in the file',
    '56: six wishes: five in the file',
    '56: of six wishes the sixth is refused',
  ],
  [
    57,
    'separators, line breaks and formulas: right columns, harmless',
    '57: odd names keep the number of columns',
    '57: separators, quotes',
  ],
  [
    58,
    'disk full during the second file: none replaced, nothing marked',
    '58: disk full while the files are written',
  ],
  [
    59,
    'twice the same day: identical files, no duplicate mail',
    '59: run twice the same day: identical files',
    '59: run twice the same day: the same wishes',
  ],
  [60, 'option off with rows waiting: FINISH, line, rows intact', '60: switched off with rows waiting'],
  [
    61,
    'store unmounted: ERROR, no row deleted; file deleted: ABSENT, others sent',
    '61: the store unmounted fails the run',
    '61: an attachment is not lost in a store',
  ],
  [61, '0-byte, 200 MB, wrong type: refused individually', '61: of 0 bytes, too large, of a wrong type'],
  [
    62,
    'same attachment code with different files: both handled, conflict logged',
    '62: one code in two formations with different files',
  ],
  [
    63,
    '« recharger » re-pours without duplicates; « annuler » sends nothing',
    '63: « recharger » and « annuler »',
  ],
  [64, 'deadline today: not withdrawn; yesterday: withdrawn', '64, 68, 69: whose deadline was yesterday'],
  [
    64,
    'at 00:00 of the institution’s zone',
    '64: at 23:59 of the day of the deadline',
    'the delay begins on the day of the establishment',
  ],
  [
    65,
    'confirmed while the batch holds the row: one outcome, no mail of withdrawal',
    '65: who confirms while the batch waits',
  ],
  [
    66,
    'mail server down: committed, delivered later, once',
    '66: with the mail server down all is committed',
  ],
  [67, 'two seats freed: two different candidates, ranks 1..n', '67: two seats freed in one run'],
  [
    68,
    'newest decision not validated, cancelled application: not selected',
    '64, 68, 69: whose deadline was yesterday',
    'a decision that is not validated hides',
  ],
  [69, 'individual deadline wins; none: never withdrawn', '69: the individual date, else the delay'],
  [
    70,
    'promotion with a past or missing deadline: no silent withdrawal the next night',
    '70: a promotion whose deadline would be past',
  ],
  [71, 'label with `$1` or a backslash: mail correct', '71: a label with $1', '71: whatever a value holds'],
  [72, 'reminded the next day; extended: again; answered: none', '72: from today to today + N'],
  [72, 'N = 0: refused', '72: a reminder of no days is refused'],
  [
    73,
    'equal ranks, gaps, null ranks: stable, null excluded; second run: zero change',
    '73: equal ranks by decision',
  ],
  [
    74,
    'outside its dates: explicit line, warning of deadlines beyond its end',
    '74: outside the campaign: finished with an explicit line, and a warning',
  ],
  [75, 'list empty or halved: untouched, ERROR for it, others done', '75: an empty or halved table'],
  [
    76,
    'code removed but used: out of service, dossier displays its label',
    '76: a code that is gone but used',
  ],
  [77, 'failure at one step: independent ones run, counts shown', '77: a source that fails at a table'],
  [78, 'crash during the user replacement: old users still there', '78: users are replaced at once'],
  [
    79,
    'duplicate, null, over-long codes: rejected individually with the list',
    '79: duplicate, null and over-long codes',
  ],
  [
    80,
    'Pégase page 3 fails: not merged; token expired: renewed once',
    '80: Pégase fails at page 3',
    '80: a token that has expired',
  ],
  [80, 'total changes between pages: not merged', '80: has another total on page 2'],
  [81, 'second run without change: zero write', '81: a second run without change writes nothing'],
  [
    82,
    'wrong password: one attempt, ERROR, no lock-out',
    '82: a wrong password fails the run after one attempt',
    '82: a wrong password is tried once',
  ],
  [
    82,
    'no right on one survey: ERROR for it; never activated: zero responses',
    'fault 3.11: a survey without a right on it',
    '82: surveys without responses, or never activated',
  ],
  [83, 'both JSON shapes', '83: the shape of releases %i', '83: shape %i'],
  [
    83,
    'blank or another’s identifier, unknown dossier',
    '83: a response that names %s',
    'fault 3.11: a blank application identifier',
  ],
  [
    83,
    'two in the same second; constant dates; older after newer',
    '83: two in the same second',
    'fault 3.11: constant dates',
    '83: an older answer after a newer one',
  ],
  [84, 'form out of service: not synchronised, answers kept', '84: a form out of service'],
  [
    85,
    'directory down at person 3 of 200, or silent: nobody disabled, ERROR',
    '85, fault 3.16: the directory falls',
    '85, fault 3.16: the directory knows nobody',
  ],
  [
    85,
    'person back: re-enabled; `*` or `(` escaped',
    '85: a person who is back',
    '85: what means something in a filter',
  ],
  [
    86,
    'without the marker: ERROR, nothing erased; failing half-way: content intact',
    '86: a database without the demo marker',
    '86: failing half-way',
  ],
  [
    87,
    'bounded answers, a thousand formations',
    '87: thousands of responses come in pages',
    '87: a thousand formations',
  ],
  [
    88,
    'a history of 3 years is immediate: an index for what the screen asks',
    '88: years of runs every few minutes',
  ],
]

const faults: Shown = [
  ['3.1', 'the cached parameter written back whole', 'fault 3.1: only the switch is written'],
  ['3.1', 'a missing parameter row', 'a missing row is made and told'],
  ['3.3', 'a crash between two saves leaves two campaigns in service', '35: cut short between activation'],
  [
    '3.3',
    'a campaign that archives none fails after being activated',
    'fault 3.3: a campaign that archives none',
  ],
  [
    '3.3',
    'one in service a system, a gap, an overlap, unpoured OPI',
    'fault 3.3: two campaigns in service',
    'the first campaign of all archives none; a gap',
  ],
  ['3.3', 'what is edited while dates are copied', 'fault 3.3: dates edited while'],
  [
    '3.4',
    'every failure swallowed',
    'fault 3.4: a target that is down fails the run',
    'fault 3.4: an unwritable folder fails',
  ],
  [
    '3.4',
    'who always fails is re-tried and re-mailed every night',
    'fault 3.4: a candidate that always fails',
  ],
  ['3.4', 'blocks the queue when a maximum is set', '53: a limit of 10'],
  [
    '3.4',
    'the fallback by name attaches a homonym',
    '52: a namesake',
    'decision, then code, then numbers; never a name',
  ],
  ['3.4', 'queries by concatenation', '54: odd names are written'],
  ['3.4', 'only five wishes fit, all are marked', '56: six wishes'],
  ['3.4', 'a withdrawn OPI is never marked and reappears', 'fault 3.4: a withdrawal is marked'],
  ['3.4', 'unquoted separators', '57: separators'],
  [
    '3.4',
    'the pour instant of earlier wishes is rewritten',
    '59: run twice the same day: identical files, the first instant kept',
  ],
  [
    '3.4',
    'a missing CGE crashes the whole batch',
    '48: one wish poured',
    'fault 3.4: an answer that nobody expects',
  ],
  ['3.4', 'a file that was downloaded is overwritten', 'fault 3.4: a file that was downloaded'],
  [
    '3.4',
    'a refusal without address or with a future baccalaureate',
    'fault 3.4: no address, next year’s baccalaureate',
  ],
  ['3.5', 'commits a closed connection after a failure', '86: failing half-way'],
  ['3.5', 'hard-coded personal accounts, files below links', 'fault 3.5: run twice'],
  [
    '3.5',
    'off: FINISH having done nothing, and the row remains',
    'it exists where the configuration says demonstration',
  ],
  ['3.5', 'forgotten tables keep orphans', 'fault 3.5: tables forgotten'],
  [
    '3.5',
    'erases what is not a demonstration',
    '86: a database of the production list',
    'three locks, each by itself',
    'fault 3.5: the locks are tried again',
  ],
  ['3.6', 'retention missing = 0 days', '29: fault 3.6: a retention of'],
  [
    '3.6',
    'a campaign whose folder never existed fails at every run',
    'fault 3.6: with a store that never was',
  ],
  ['3.6', 'one row crashes the batch', 'fault 3.6: one account that cannot be deleted'],
  ['3.6', 'a shared file breaks on its foreign key', '43: a file that two attachments share'],
  ['3.6', 'no dry run, no confirmation', 'a batch that destroys wants its code typed'],
  ['3.6', 'touches what is not archived', 'fault 3.6: whatever asks for it'],
  ['3.6', 'files that nothing lists', 'a folder that holds files which nothing lists'],
  ['3.7', 'interrupts what is alive', 'S23: BATCH_NETTOYAGE'],
  ['3.8', 'a missing history row stops the batch', 'fault 3.8: a number without its history row'],
  ['3.8', 'a candidate who validates meanwhile loses the account', 'fault 3.8: a candidate who validates'],
  ['3.8', 'one failure keeps the others', 'fault 3.8: an account that cannot be removed'],
  ['3.8', 'the number becomes reusable', '42: the number of an account that is gone'],
  ['3.9', 'RUNNING rows included, the last run disappears', 'BATCH_DESTRUCT_HISTO deletes ended runs'],
  ['3.9', 'retention 0 wipes all', 'S31: a retention of'],
  ['3.10', 'partial user table', '78: users are replaced at once'],
  ['3.10', 'withdrawn codes remain selectable', 'fault 3.10: withdrawn codes'],
  ['3.10', 'no counts', 'fault 3.10: no counts'],
  ['3.10', 'a connection opened per call and never closed', 'fault 3.10: a connection a call'],
  ['3.11', '“no permission” and “no answer yet” look the same', 'fault 3.11: a survey without a right'],
  ['3.11', 'a blank identifier falls between the passes', 'fault 3.11: a blank application identifier'],
  [
    '3.11',
    'a newer answer hides an older candidate-level one',
    'fault 3.11: a newer answer for an application',
  ],
  [
    '3.11',
    'nothing checks that the application is of the dossier',
    'fault 3.11: parameters that were altered',
  ],
  ['3.11', 'an unparsable date is now', 'fault 3.11: a date that cannot be read'],
  ['3.11', 'a constant date: the second answer never comes', 'fault 3.11: constant dates'],
  ['3.11', 'several sessions, none released', 'fault 3.11: one session for all surveys'],
  ['3.11', 'answers containing the separator are ambiguous', 'answers keep their order'],
  ['3.11', 'answers of archived campaigns', 'fault 3.11: answers of archived campaigns'],
  ['3.11', 'failures swallowed', 'fault 3.11: an answer cut short'],
  [
    '3.12',
    'the batch stops at the first odd row every night',
    '61: of 0 bytes, too large',
    'fault 3.12: a record that is not there',
  ],
  ['3.12', 'an unmounted store deletes rows', '61: the store unmounted'],
  ['3.12', 'two formations, one file', '62: one code in two formations'],
  ['3.12', 'a replaced file is never sent again', 'fault 3.12: a file that was replaced'],
  ['3.12', 'noted without being there', 'fault 3.12: a target that takes the call and keeps something else'],
  [
    '3.13',
    'a failure after the refusal loses mail and promotion',
    'fault 3.13: a failure at one application',
    '66: with the mail server down',
  ],
  ['3.13', '`$` or a backslash breaks the mail', '71: a label with $1'],
  ['3.13', 'promoted with a past date, withdrawn the next night', '70: a promotion whose deadline'],
  ['3.13', 'a withdrawal by hand alerts the commission', 'the commission that wants to know of a withdrawal'],
  ['3.13', 'the seat given up by hand is given on', 'a seat given up goes to the first'],
  ['3.14', 'a night without a run: never reminded; the flag is not reset', '72: from today to today + N'],
  ['3.14', 'no check of the answer', 'fault 3.14: who answers between'],
  ['3.14', 'a failure stops the batch', 'fault 3.14: a reminder that fails'],
  ['3.14', 'a template out of service: sent never', 'fault 3.14: a template out of service'],
  ['3.15', 'one line for each formation', '73: equal ranks'],
  ['3.15', 'two at one list', 'two connections: a list that somebody holds'],
  ['3.16', 'the first error stops the loop, FINISH', '85, fault 3.16: the directory falls'],
  ['3.16', 'disabled by mistake, never re-enabled', 'fault 3.16: a person disabled by mistake'],
  ['3.16', 'an empty answer disables everybody', 'fault 3.16: an empty answer'],
  ['3.16', 'filter not escaped, one search per person', 'fault 3.16: one search for fifty persons'],
  ['3.16', 'the last administrator', 'the last administrator and the technical one'],
  [
    'R1',
    're-read and locked: skipped if changed since',
    '65: who confirms',
    'fault 3.4: what the candidate does during the call',
  ],
  [
    'R2',
    're-run after a stop goes on',
    'cancelled in the middle: what is done stays',
    'cancelled in the middle, what is gone is gone',
  ],
  [
    'R3',
    'logged, counted, backed off, put aside after five',
    'a unit that failed is left alone',
    'a unit waits longer after each failure',
  ],
  ['R4', 'mails through the outbox, once', '66: with the mail server down'],
  ['R4', 'intent, call, read back, record', 'confirmed applications are poured and read back'],
  ['R5', 'progress lines', '36: cancelled in the middle'],
  ['R6', 'pages', '87: thousands of responses'],
  ['R9', 'counters on the run', 'a batch that returns has finished, with its counters'],
  [
    'R10',
    'unmet prerequisite: FINISH with a line',
    'not configured: a line says so',
    'not configured, or nobody known',
  ],
  ['C9', 'of a late pair only the later one', '31 (V12)'],
  [
    'C11',
    'lanes take turns; EN_SERVICE waits and says so',
    'three batches on one resource take turns',
    '28: an archiving under way',
    'V13 (S3)',
  ],
  ['C15', 'unknown batch', 'an unknown batch is refused'],
  [
    'C20',
    'a parameter that is none: ERROR before touching data',
    '29: fault 3.6',
    '72: a reminder of no days',
  ],
]

describe('cases 29 to 88 of admissions.md 6', () => {
  it.each(shownOf(cases))('$of: $sentence', ({ parts }) => {
    for (const part of parts)
      expect(
        titles.filter((title) => title.includes(part)),
        part,
      ).not.toEqual([])
  })

  it('are all there', () => {
    expect([...new Set(cases.map(([number]) => number))]).toEqual(
      Array.from({ length: 60 }, (_, at) => at + 29),
    )
  })
})

describe('faults of admissions.md 3 that must not happen, and rules', () => {
  it.each(shownOf(faults))('$of: $sentence', ({ parts }) => {
    for (const part of parts)
      expect(
        titles.filter((title) => title.includes(part)),
        part,
      ).not.toEqual([])
  })
})

function shownOf(shown: Shown) {
  return shown.map(([of, sentence, ...parts]) => ({ of, sentence, parts }))
}

interface Delivered {
  readonly label: string
  /** As the column « Programmation » words it. */
  readonly plan: string
  /** Hours by which a missed start may be late; null: not caught up. */
  readonly catchUp: number | null
  readonly aliases?: readonly string[]
  readonly resources?: readonly string[]
  /** Wants its code typed. */
  readonly dangerous?: true
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Names of its figures. */
  readonly detail?: readonly string[]
}

const noDay = (hour: string) => `Aucun jour à ${hour}`
const everyDay = (hour: string) => `Tous les lun, mar, mer, jeu, ven, sam, dim à ${hour}`
const counted = ['selectionnes', 'traites', 'ignores', 'en_erreur']

/** Table 3.0, C11, the parameters and figures of 3.1 to 3.16. */
const delivered: Readonly<Record<string, Delivered>> = {
  BATCH_APP_EN_MAINT: {
    label: 'Mise en maintenance de l’application',
    plan: noDay('22h55'),
    catchUp: 12,
    parameters: {},
  },
  BATCH_APP_EN_SERVICE: {
    label: 'Mise en service de l’application',
    plan: noDay('23h30'),
    catchUp: 24,
    resources: [closedDoors],
    parameters: {},
    detail: ['attente_s', 'attente_de'],
  },
  BATCH_ARCHIVAGE: {
    label: 'Archivage de campagne',
    plan: noDay('22h30'),
    catchUp: 24,
    resources: [campaignData, closedDoors],
    dangerous: true,
    detail: [...counted, 'candidatures', 'figees'],
  },
  BATCH_ASYNC_OPI: {
    label: 'Déversement d’OPI asynchrone',
    plan: noDay('22h30'),
    catchUp: 12,
    resources: [campaignData],
    detail: [...counted, 'voeux_verses', 'retraits', 'erreurs', 'en_quarantaine', 'codes_modifies'],
  },
  BATCH_ASYNC_OPI_PJ: {
    label: 'Déversement des PJ OPI asynchrone',
    plan: noDay('22h45'),
    catchUp: 12,
    resources: [campaignData],
    detail: counted,
  },
  BATCH_CALCUL_RANG_LC: {
    label: 'Calcul du rang réel des avis liste complémentaire',
    plan: everyDay('23h45'),
    catchUp: 12,
    resources: [campaignData],
    detail: [...counted, 'avis_examines', 'rangs_modifies'],
  },
  BATCH_DEMO: {
    label: 'Mise à zéro de l’application',
    plan: everyDay('23h55'),
    catchUp: null,
    resources: [campaignData, referenceData, closedDoors],
    dangerous: true,
    detail: [
      ...counted,
      'lignes_effacees',
      'sessions_fermees',
      'comptes_crees',
      'fichiers_effaces',
      'fichiers_ecrits',
    ],
  },
  BATCH_DESIST_AUTO: {
    label: 'Désistement automatique des candidatures',
    plan: everyDay('23h15'),
    catchUp: 24,
    resources: [campaignData],
    detail: [...counted, 'promus', 'promotions_refusees', 'courriels_non_envoyes'],
  },
  BATCH_DESTRUCT_DOSSIER: {
    label: 'Destruction des dossiers archivés',
    plan: noDay('22h30'),
    catchUp: 24,
    resources: [campaignData, closedDoors],
    dangerous: true,
    parameters: { fichiers_a_la_main: false, racine_a_la_main: false },
    detail: [
      ...counted,
      'campagnes',
      'candidatures',
      'fichiers_supprimes',
      'fichiers_absents',
      'fichiers_conserves',
    ],
  },
  BATCH_DESTRUCT_HISTO: {
    label: 'Destruction de l’historique des batches',
    plan: everyDay('23h00'),
    catchUp: null,
    detail: ['supprimees', 'batches'],
  },
  BATCH_MAJ_GESTIONNAIRE: {
    label: 'Mise à jour des informations des gestionnaires',
    plan: noDay('21h30'),
    catchUp: 12,
    resources: [referenceData],
    detail: [...counted, 'mis_a_jour', 'remis_en_service', 'mis_hors_service', 'gardes_en_service'],
  },
  BATCH_NETTOYAGE: {
    label: 'Nettoyage des batches',
    plan: everyDay('22h00'),
    catchUp: null,
    detail: ['interrompus', 'vivants', 'codes'],
  },
  BATCH_NETTOYAGE_CPT: {
    label: 'Nettoyage des comptes à minima invalides',
    plan: noDay('22h30'),
    catchUp: 24,
    resources: [campaignData],
    dangerous: true,
    detail: [...counted, 'gardes_avec_donnees'],
  },
  BATCH_RELANCE_FAVO: {
    label: 'Relance des avis favorables non confirmés',
    plan: everyDay('23h30'),
    catchUp: 12,
    resources: [campaignData],
    detail: counted,
  },
  BATCH_SYNCHRO_SISCOL: {
    label: 'Synchro SI Scolarité',
    plan: noDay('23h00'),
    catchUp: 12,
    aliases: ['BATCH_SYNC_HRO_SISCOL'],
    resources: [referenceData],
    parameters: { seuil_pourcent: 90 },
    detail: [...counted, 'lues', 'ajoutees', 'modifiees', 'hors_service', 'rejetees'],
  },
  BATCH_SYNC_LIMESURVEY: {
    label: 'Synchronisation des formulaires LimeSurvey',
    plan: noDay('22h30'),
    catchUp: null,
    aliases: ['BATCH_SYNCHRO_LIMESURVEY'],
    resources: [campaignData],
    parameters: { complet: false },
    detail: [...counted, 'recues', 'ajoutees', 'mises_a_jour', 'inchangees', 'rejetees'],
  },
}

const batches = new Map(
  applications.flatMap((application) => application.batches).map((batch) => [batch.code, batch]),
)
const codes = Object.keys(delivered)
const now = Temporal.Instant.from('2026-03-01T00:00:00Z')
const straight = (text: string) => text.replaceAll('’', "'")

describe('the sixteen batches as they are delivered', () => {
  it.each(codes)('%s: label, plan, out of service, catch-up, lane, aliases', (code) => {
    const batch = batches.get(code)!
    const { label, plan, catchUp, aliases, resources, dangerous } = delivered[code]!
    const schedule = parseSchedule(batch.schedule, { now, zone: 'Europe/Paris' })
    if (!schedule.ok) throw new Error('not a schedule')
    expect(straight(batch.label.fr)).toBe(straight(label))
    expect(describeSchedule(schedule.schedule, 'fr')).toBe(plan)
    expect(batch.enabled).toBe(false)
    // What says nothing is caught up for twelve hours, as every batch is.
    expect(batch.catchUp ?? { policy: 'run', withinMinutes: 720 }).toEqual(
      catchUp === null ? { policy: 'skip' } : { policy: 'run', withinMinutes: catchUp * 60 },
    )
    expect(batch.aliases ?? []).toEqual(aliases ?? [])
    expect(batch.resources ?? []).toEqual(resources ?? [])
    expect(batch.danger !== undefined).toBe(dangerous ?? false)
    expect(batch.rerunSafe).toBe(true)
  })

  test('the pair of maintenance has a lane of its own, and of two that are late the last wins', () => {
    const pair = codes.filter((code) => batches.get(code)!.lastWins !== undefined)
    expect(pair).toEqual(['BATCH_APP_EN_MAINT', 'BATCH_APP_EN_SERVICE'])
    for (const code of pair)
      expect(batches.get(code)).toMatchObject({ lane: 'own', lastWins: 'admissions-maintenance' })
  })

  test('DEMO excludes everything, and is there in a demonstration alone', () => {
    const all = new Set(codes.flatMap((code) => batches.get(code)!.resources ?? []))
    expect(new Set(batches.get('BATCH_DEMO')!.resources)).toEqual(all)
    expect(codes.filter((code) => batches.get(code)!.exists !== undefined)).toEqual(['BATCH_DEMO'])
  })

  it.each(codes.filter((code) => delivered[code]!.parameters !== undefined))(
    '%s: parameters, each with a French caption',
    (code) => {
      const schema = batches.get(code)!.parameters as z.ZodObject
      expect(schema.parse({})).toEqual(delivered[code]!.parameters)
      for (const [name, field] of Object.entries(schema.shape))
        expect((field as z.ZodType).description, name).toMatch(/^\p{Lu}.{10,}/u)
    },
  )

  it.each(codes)('%s: its figures are worded, in the history as a file and on screen', (code) => {
    const screen = readFileSync(join(root, 'web/src/ui/counters.ts'), 'utf8')
    for (const name of delivered[code]!.detail ?? []) {
      for (const locale of ['fr', 'en'] as const)
        expect(describeDetail({ [name]: 1 }, locale), locale).not.toMatch(new RegExp(`^${name}\\b`))
      // Once in each language.
      expect(screen.match(new RegExp(`^    ${name}: ['"]`, 'gm')), name).toHaveLength(2)
    }
  })
})

it('no test of the admissions office is passed over', () => {
  const files = ['src/admissions/**/*.test.ts', 'src/api/routes/admissions-*.test.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  )
  expect(files.length).toBeGreaterThan(35)
  for (const file of files)
    expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(
      /\b(?:it|test|describe)\.(?:skip|todo|only)\b/,
    )
})
