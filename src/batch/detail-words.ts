import type { Locale } from '../platform/text.ts'
import type { RunRecord } from './run-record.ts'

/**
 * What a run reports of its work (`{ created: 12 }`) as one cell: « Créations : 12, Rejets : 3 ». Figures that batches
 * share are worded, in the order in which one reads them; others keep their name.
 */
export function describeDetail(detail: NonNullable<RunRecord['detail']>, locale: Locale): string {
  const known = Object.keys(figures)
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length)
  const colon = locale === 'fr' ? ' : ' : ': '
  return Object.entries(detail)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => `${figures[name]?.[locale] ?? name}${colon}${valueWord(value, locale)}`)
    .join(', ')
}

function valueWord(value: unknown, locale: Locale): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? (outcomes[value]?.[locale] ?? value) : String(value)
}

type Words = Readonly<Record<string, Readonly<Record<Locale, string>>>>

const figures: Words = {
  state: { fr: 'Issue', en: 'Outcome' },
  files: { fr: 'Fichiers', en: 'Files' },
  missing: { fr: 'Absents', en: 'Missing' },
  taken: { fr: 'Déjà traités', en: 'Processed already' },
  failed: { fr: 'Fichiers en échec', en: 'Failed files' },
  lines: { fr: 'Lignes', en: 'Lines' },
  created: { fr: 'Créations', en: 'Created' },
  updated: { fr: 'Mises à jour', en: 'Updated' },
  unchanged: { fr: 'Inchangées', en: 'Unchanged' },
  partial: { fr: 'Partielles', en: 'Partial' },
  deleted: { fr: 'Suppressions', en: 'Deleted' },
  skipped: { fr: 'Ignorées', en: 'Skipped' },
  rejected: { fr: 'Rejets', en: 'Rejected' },
  warnings: { fr: 'Avertissements', en: 'Warnings' },
  blank: { fr: 'Lignes vides', en: 'Blank lines' },
  debloques: { fr: 'Exécutions débloquées', en: 'Runs freed' },
  runs_purges: { fr: 'Exécutions purgées', en: 'Runs purged' },
  fichiers_purges: { fr: 'Fichiers purgés', en: 'Files purged' },
  fichiers_en_echec: { fr: 'Fichiers en échec', en: 'Files that failed' },
  logs_import_purges: { fr: 'Journaux d’import purgés', en: 'Import logs purged' },
  archives_purgees: { fr: 'Archives purgées', en: 'Archives purged' },
  pieces_a_charger_purgees: { fr: 'Pièces à charger purgées', en: 'Attachments to load purged' },
  envois_oublies: { fr: 'Envois oubliés', en: 'Uploads forgotten' },
  rappels_purges: { fr: 'Rappels purgés', en: 'Reminders purged' },
  fusions_purgees: { fr: 'Fusions devenues définitives', en: 'Merges made final' },
  supprimees: { fr: 'Supprimées', en: 'Deleted' },
  jamais_editees: { fr: 'Jamais éditées', en: 'Never printed' },
  conservees: { fr: 'Conservées', en: 'Kept' },
  selection: { fr: 'Sélection', en: 'Selected' },
  edites: { fr: 'Édités', en: 'Printed' },
  sans_adresse: { fr: 'Sans adresse', en: 'Without address' },
  adresses_longues: { fr: 'Adresses longues', en: 'Long addresses' },
  fichier: { fr: 'Fichier', en: 'File' },
  examinees: { fr: 'Examinées', en: 'Examined' },
  fermees: { fr: 'Fermées', en: 'Closed' },
  ignorees_actives: { fr: 'Laissées, actives', en: 'Left, active' },
  candidats: { fr: 'Rendez-vous concernés', en: 'Appointments concerned' },
  envoyes: { fr: 'Envoyés', en: 'Sent' },
  sans_mail: { fr: 'Sans adresse électronique', en: 'Without e-mail address' },
  echecs: { fr: 'Échecs', en: 'Failures' },
  deja_envoyes: { fr: 'Déjà envoyés', en: 'Sent already' },
  supprimes: { fr: 'Supprimés', en: 'Deleted' },
  octets: { fr: 'Octets', en: 'Bytes' },
  orphelins: { fr: 'Fichiers orphelins', en: 'Orphan files' },
  verrouilles: { fr: 'Laissés, réservés', en: 'Left, reserved' },
  recus: { fr: 'Reçus', en: 'Received' },
  nouveaux: { fr: 'Nouveaux', en: 'New' },
  modifies: { fr: 'Modifiés', en: 'Changed' },
  inchanges: { fr: 'Inchangés', en: 'Unchanged' },
  etudiants: { fr: 'Étudiants', en: 'Students' },
  nouvelles: { fr: 'Nouvelles', en: 'New' },
  revues: { fr: 'Revues', en: 'Seen again' },
  ignorees: { fr: 'Ignorées', en: 'Ignored' },
  caduques: { fr: 'Caduques', en: 'Obsolete' },
  blocs_sautes: { fr: 'Blocs sautés', en: 'Blocks skipped' },
  paires_B1: { fr: 'Paires de même INE', en: 'Pairs by INE' },
  paires_B2: { fr: 'par date et nom', en: 'by date and family name' },
  paires_B3: { fr: 'par date et prénom', en: 'by date and first name' },
  paires_B4a: { fr: 'par noms et année', en: 'by names and year' },
  paires_B4b: { fr: 'par noms, jour et mois', en: 'by names, day and month' },
  paires_B5: { fr: 'par courriel ou code étudiant', en: 'by e-mail or student code' },
  paires_B6: { fr: 'par noms inversés', en: 'by exchanged names' },
  desactives: { fr: 'Désactivés', en: 'Deactivated' },
  annees: { fr: 'Années universitaires', en: 'Academic years' },
  lignes: { fr: 'Lignes', en: 'Rows' },
  ecart_avec_precedent: { fr: 'Écart avec le calcul précédent', en: 'Difference from the time before' },
  cellules: { fr: 'Effectifs', en: 'Figures' },
  masquees: { fr: 'dont masqués', en: 'masked of them' },
  accuse: { fr: 'Accusé de réception', en: 'Receipt' },
  // Of every batch of admissions (admissions.md 3.0, R9), and of its reference tables.
  selectionnes: { fr: 'Sélectionnés', en: 'Selected' },
  traites: { fr: 'Traités', en: 'Done' },
  ignores: { fr: 'Ignorés', en: 'Skipped' },
  en_erreur: { fr: 'En erreur', en: 'Failed' },
  attente_s: { fr: 'Attente (s)', en: 'Waited (s)' },
  attente_de: { fr: 'A attendu', en: 'Waited for' },
  voeux_verses: { fr: 'Vœux versés', en: 'Wishes poured' },
  retraits: { fr: 'Retraits versés', en: 'Withdrawals poured' },
  erreurs: { fr: 'Erreurs', en: 'Errors' },
  en_quarantaine: { fr: 'En quarantaine', en: 'Put aside' },
  codes_modifies: { fr: 'Codes OPI modifiés', en: 'OPI codes changed' },
  gardes_avec_donnees: { fr: 'Gardés car ils ont des données', en: 'Kept because they have data' },
  comptes_a_supprimer: { fr: 'Comptes à supprimer', en: 'Accounts to remove' },
  lignes_effacees: { fr: 'Lignes effacées', en: 'Rows erased' },
  sessions_fermees: { fr: 'Sessions de candidats fermées', en: 'Sessions of candidates closed' },
  comptes_crees: { fr: 'Comptes créés', en: 'Accounts made' },
  fichiers_effaces: { fr: 'Fichiers effacés', en: 'Files erased' },
  fichiers_ecrits: { fr: 'Fichiers écrits', en: 'Files written' },
  comptes_a_effacer: { fr: 'Comptes à effacer', en: 'Accounts to erase' },
  candidatures_a_effacer: { fr: 'Candidatures à effacer', en: 'Applications to erase' },
  fichiers_a_effacer: { fr: 'Fichiers à effacer', en: 'Files to erase' },
  lues: { fr: 'Lues', en: 'Read' },
  ajoutees: { fr: 'Ajoutées', en: 'Added' },
  modifiees: { fr: 'Modifiées', en: 'Changed' },
  hors_service: { fr: 'Hors service', en: 'Out of service' },
  rejetees: { fr: 'Rejetées', en: 'Rejected' },
  recues: { fr: 'Reçues', en: 'Received' },
  mises_a_jour: { fr: 'Mises à jour', en: 'Updated' },
  inchangees: { fr: 'Inchangées', en: 'Unchanged' },
  mis_a_jour: { fr: 'Mis à jour', en: 'Updated' },
  remis_en_service: { fr: 'Remis en service', en: 'Put back in service' },
  mis_hors_service: { fr: 'Mis hors service', en: 'Put out of service' },
  gardes_en_service: { fr: 'Gardés en service', en: 'Kept in service' },
  campagnes: { fr: 'Campagnes', en: 'Campaigns' },
  a_activer: { fr: 'À activer', en: 'To activate' },
  a_archiver: { fr: 'À archiver', en: 'To archive' },
  a_detruire: { fr: 'À détruire', en: 'To destroy' },
  candidatures: { fr: 'Candidatures', en: 'Applications' },
  figees: { fr: 'Candidatures figées', en: 'Applications frozen' },
  comptes: { fr: 'Comptes', en: 'Accounts' },
  fichiers: { fr: 'Fichiers', en: 'Files' },
  fichiers_supprimes: { fr: 'Fichiers supprimés', en: 'Files removed' },
  fichiers_absents: { fr: 'Fichiers déjà absents', en: 'Files absent already' },
  fichiers_conserves: { fr: 'Fichiers conservés', en: 'Files kept' },
  opi_non_verses: { fr: 'OPI non versés', en: 'Pre-registrations not poured' },
  retention_jours: { fr: 'Conservation (jours)', en: 'Retention (days)' },
  rapports_oublies: {
    fr: 'Rapports de plus de cinq ans oubliés',
    en: 'Reports over five years old forgotten',
  },
  refus: { fr: 'Refus', en: 'Refusals' },
  attention: { fr: 'Attention', en: 'Warnings' },
}

/** How an exchange of files ended, as its report says it. */
const outcomes: Words = {
  applied: { fr: 'importé', en: 'imported' },
  simulated: { fr: 'simulé', en: 'simulated' },
  held: { fr: 'mis en attente d’approbation', en: 'held for approval' },
  refused: { fr: 'refusé', en: 'refused' },
  failed: { fr: 'échec', en: 'failed' },
  none: { fr: 'aucun fichier', en: 'no file' },
}
