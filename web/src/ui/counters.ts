import type { Dates } from '../lib/dates.ts'
import { defineTexts } from '../lib/texts.ts'

type Value = number | string | boolean | null

/**
 * What a run reports of its work (`{ created: 12 }`), in words. The names are those of the batches: those that
 * several share are worded here, the others (`runs_purges`) lose their underscores.
 */
export const counterTexts = defineTexts({
  fr: {
    yes: 'oui',
    no: 'non',
    files: 'Fichiers',
    missing: 'Fichiers absents',
    taken: 'Fichiers déjà traités',
    failed: 'Fichiers en échec',
    lines: 'Lignes',
    created: 'Créations',
    updated: 'Mises à jour',
    unchanged: 'Inchangées',
    partial: 'Partielles',
    deleted: 'Suppressions',
    skipped: 'Ignorées',
    rejected: 'Rejets',
    blank: 'Lignes vides',
    recus: 'Reçus',
    nouveaux: 'Nouveaux',
    modifies: 'Modifiés',
    inchanges: 'Inchangés',
    desactives: 'Désactivés',
    warnings: 'Avertissements',
    state: 'Issue',
    applied: 'importé',
    simulated: 'simulé',
    held: 'mis en attente d’approbation',
    refused: 'refusé',
    broken: 'échec',
    none: 'aucun fichier',
    recuperation: 'Répertoire de dépôt',
    pris: 'Fichiers pris',
    laisses: 'Fichiers laissés',
    quarantaine: 'Mis en quarantaine',
    ecartes: 'Fichiers écartés supprimés',
    en_attente: 'Fichiers de commande en attente',
    restes_supprimes: 'Restes supprimés',
    fichiers_retrouves: 'Fichiers retrouvés',
    rapports: 'Rapports supprimés',
    archives: 'Archives supprimées',
    reprises: 'Fichiers de reprise supprimés',
    journaux: 'Journaux supprimés',
    recuperations_oubliees: 'Récupérations oubliées',
    stamp: 'Horodatage des rapports',
    missed: 'Échéances manquées',
    debloques: 'Exécutions débloquées',
    runs_purges: 'Exécutions purgées',
    fichiers_purges: 'Fichiers purgés',
    fichiers_en_echec: 'Fichiers en échec',
    interrompus: 'Interrompues',
    vivants: 'Vivantes',
    logs_import_purges: 'Journaux d’import purgés',
    archives_purgees: 'Archives purgées',
    envois_oublies: 'Envois oubliés',
    fusions_purgees: 'Fusions devenues définitives',
    supprimes: 'Supprimés',
    octets: 'Octets',
    orphelins: 'Fichiers orphelins',
    verrouilles: 'Laissés, réservés',
    fermees: 'Fermées',
    ignorees_actives: 'Laissées, actives',
    annees: 'Années universitaires',
    lignes: 'Lignes',
    ecart_avec_precedent: 'Écart avec le calcul précédent',
    cellules: 'Effectifs',
    masquees: 'dont masqués',
    accuse: 'Accusé de réception',
    supprimees: 'Supprimées',
    examinees: 'Examinées',
    conservees: 'Conservées',
    jamais_editees: 'Jamais éditées',
    selection: 'Sélection',
    edites: 'Édités',
    sans_adresse: 'Sans adresse',
    adresses_longues: 'Adresses longues',
    candidats: 'Rendez-vous concernés',
    envoyes: 'Envoyés',
    sans_mail: 'Sans adresse électronique',
    echecs: 'Échecs',
    deja_envoyes: 'Déjà envoyés',
    rappels_purges: 'Rappels purgés',
    fichier: 'Fichier',
    etudiants: 'Étudiants',
    nouvelles: 'Nouvelles',
    revues: 'Revues',
    ignorees: 'Ignorées',
    caduques: 'Caduques',
    blocs_sautes: 'Blocs sautés',
    paires_B1: 'Paires de même INE',
    paires_B2: 'Paires par date et nom',
    paires_B3: 'Paires par date et prénom',
    paires_B4a: 'Paires par noms et année',
    paires_B4b: 'Paires par noms, jour et mois',
    paires_B5: 'Paires par courriel ou code étudiant',
    paires_B6: 'Paires par noms inversés',
    batches: 'Batches',
  },
  en: {
    yes: 'yes',
    no: 'no',
    files: 'Files',
    missing: 'Files that are missing',
    taken: 'Files processed already',
    failed: 'Files that failed',
    lines: 'Lines',
    created: 'Created',
    updated: 'Updated',
    unchanged: 'Unchanged',
    partial: 'Partial',
    deleted: 'Deleted',
    skipped: 'Skipped',
    rejected: 'Rejected',
    blank: 'Blank lines',
    recus: 'Received',
    nouveaux: 'New',
    modifies: 'Changed',
    inchanges: 'Unchanged',
    desactives: 'Deactivated',
    warnings: 'Warnings',
    state: 'Outcome',
    applied: 'imported',
    simulated: 'simulated',
    held: 'held for approval',
    refused: 'refused',
    broken: 'failed',
    none: 'no file',
    recuperation: 'Drop directory',
    pris: 'Files taken',
    laisses: 'Files left',
    quarantaine: 'Put into quarantine',
    ecartes: 'Discarded files removed',
    en_attente: 'Command files that wait',
    restes_supprimes: 'Remains removed',
    fichiers_retrouves: 'Files found again',
    rapports: 'Reports removed',
    archives: 'Archives removed',
    reprises: 'Retry files removed',
    journaux: 'Journals removed',
    recuperations_oubliees: 'Pulls forgotten',
    stamp: 'Time stamp of the reports',
    missed: 'Missed instants',
    debloques: 'Runs freed',
    runs_purges: 'Runs purged',
    fichiers_purges: 'Files purged',
    fichiers_en_echec: 'Files that failed',
    interrompus: 'Interrupted',
    vivants: 'Alive',
    logs_import_purges: 'Import logs purged',
    archives_purgees: 'Archives purged',
    envois_oublies: 'Uploads forgotten',
    fusions_purgees: 'Merges made final',
    supprimes: 'Deleted',
    octets: 'Bytes',
    orphelins: 'Orphan files',
    verrouilles: 'Left, reserved',
    fermees: 'Closed',
    ignorees_actives: 'Left, active',
    annees: 'Academic years',
    lignes: 'Rows',
    ecart_avec_precedent: 'Difference from the time before',
    cellules: 'Figures',
    masquees: 'masked of them',
    accuse: 'Receipt',
    supprimees: 'Deleted',
    examinees: 'Examined',
    conservees: 'Kept',
    jamais_editees: 'Never printed',
    selection: 'Selected',
    edites: 'Printed',
    sans_adresse: 'Without address',
    adresses_longues: 'Long addresses',
    candidats: 'Appointments concerned',
    envoyes: 'Sent',
    sans_mail: 'Without e-mail address',
    echecs: 'Failures',
    deja_envoyes: 'Sent already',
    rappels_purges: 'Reminders purged',
    fichier: 'File',
    etudiants: 'Students',
    nouvelles: 'New',
    revues: 'Seen again',
    ignorees: 'Ignored',
    caduques: 'Obsolete',
    blocs_sautes: 'Blocks skipped',
    paires_B1: 'Pairs by INE',
    paires_B2: 'Pairs by date and family name',
    paires_B3: 'Pairs by date and first name',
    paires_B4a: 'Pairs by names and year',
    paires_B4b: 'Pairs by names, day and month',
    paires_B5: 'Pairs by e-mail or student code',
    paires_B6: 'Pairs by exchanged names',
    batches: 'Batches',
  },
})

export interface Counter {
  readonly name: string
  readonly label: string
  readonly text: string
  /** Of a number, for what wants to weigh it. */
  readonly value: Value
}

type Words = Readonly<Record<string, string>> & { readonly yes: string; readonly no: string }

/** Those that batches share, as one reads them: the database keeps the names of a detail in no order. */
const usualOrder = [
  'state',
  'files',
  'missing',
  'taken',
  'failed',
  'lines',
  'created',
  'updated',
  'unchanged',
  'partial',
  'deleted',
  'skipped',
  'rejected',
  'warnings',
  'blank',
  'debloques',
  'examinees',
  'supprimees',
  'jamais_editees',
  'conservees',
  'supprimes',
  'octets',
  'orphelins',
  'verrouilles',
  'fermees',
  'ignorees_actives',
  'selection',
  'edites',
  'sans_adresse',
  'adresses_longues',
  'candidats',
  'envoyes',
  'sans_mail',
  'deja_envoyes',
  'echecs',
  'fichier',
  'recus',
  'nouveaux',
  'modifies',
  'inchanges',
  'desactives',
  'annees',
  'lignes',
  'ecart_avec_precedent',
  'cellules',
  'masquees',
  'accuse',
  'etudiants',
  'nouvelles',
  'revues',
  'ignorees',
  'caduques',
  'blocs_sautes',
]

function place(name: string): number {
  if (name === 'stamp') return Number.POSITIVE_INFINITY
  const index = usualOrder.indexOf(name)
  return index === -1 ? usualOrder.length : index
}

export function countersOf(
  detail: Readonly<Record<string, Value>> | null | undefined,
  words: Words,
  dates: Dates,
): Counter[] {
  if (!detail) return []
  return Object.entries(detail)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => ({
      name,
      label: Object.hasOwn(words, name) ? (words[name] ?? name) : spaced(name),
      text: name === 'state' ? stateText(String(value), words) : valueText(value, words, dates),
      value,
    }))
}

/** `failed` is a count of files elsewhere. */
function stateText(state: string, words: Words): string {
  return words[state === 'failed' ? 'broken' : state] ?? state
}

function valueText(value: Value, words: Words, dates: Dates): string {
  if (value === null || value === '') return '–'
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return typeof value === 'number' ? dates.number(value) : value
}

/** `runs_purges` and `changedFields` as words. */
function spaced(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
