import { z } from 'zod'
import { defineSetting } from '../platform/settings.ts'
import { managerSettings } from './managers/settings.ts'
import { opiSettings } from './opi/settings.ts'
import { siscolSettings } from './siscol/settings.ts'
import { surveySettings } from './surveys/settings.ts'

/**
 * The parameters that batches of admissions read (admissions.md 3.0), each with the code that users know in brackets. One
 * that is stored but is not what it must be stops the batch before it touches anything (C20).
 */

const days = z.number().int().min(1).max(3650)

export const retentionDays = defineSetting({
  key: 'admissions.archive.retention-days',
  label: {
    fr: 'Jours entre l’archivage d’une campagne et sa destruction (SCOL_NB_JOUR_ARCHIVAGE)',
    en: 'Days between archiving a campaign and destroying it (SCOL_NB_JOUR_ARCHIVAGE)',
  },
  // Less would be an error of typing that nobody could undo (admissions.md 3.6).
  schema: z.number().int().min(30).max(3650),
  default: 365,
})

export const unvalidatedDays = defineSetting({
  key: 'admissions.accounts.unvalidated-days',
  label: {
    fr: 'Jours laissés à un nouveau compte pour être validé (CANDIDAT_NB_JOUR_KEEP_CPT_MIN)',
    en: 'Days that a new account has to be validated (CANDIDAT_NB_JOUR_KEEP_CPT_MIN)',
  },
  schema: days,
  default: 5,
})

export const dossierPrefix = defineSetting({
  key: 'admissions.accounts.dossier-prefix',
  label: {
    fr: 'Préfixe des numéros de dossier (CANDIDAT_PREFIXE_NUM_DOSS)',
    en: 'Prefix of dossier numbers (CANDIDAT_PREFIXE_NUM_DOSS)',
  },
  schema: z.string().regex(/^[A-Z0-9]{0,2}$/),
  rule: { fr: 'Deux lettres ou chiffres au plus', en: 'At most two letters or digits' },
  default: '',
})

export const reminderDays = defineSetting({
  key: 'admissions.decisions.reminder-days',
  label: {
    fr: 'Jours avant l’échéance où un avis favorable non confirmé est relancé (SCOL_NB_JOUR_RELANCE_FAVO)',
    en: 'Days before the deadline when an unconfirmed favourable decision is reminded (SCOL_NB_JOUR_RELANCE_FAVO)',
  },
  schema: days,
  default: 2,
})

export const liveRanks = defineSetting({
  key: 'admissions.decisions.live-ranks',
  label: {
    fr: 'Calculer le rang réel des listes complémentaires au fil de l’eau (LC_IS_CALCUL_RANG_REEL)',
    en: 'Compute real ranks of waiting lists as they change (LC_IS_CALCUL_RANG_REEL)',
  },
  schema: z.boolean(),
  default: true,
})

export const opiUsed = defineSetting({
  key: 'admissions.opi.used',
  label: { fr: 'Utiliser les OPI (OPI_IS_UTILISE)', en: 'Use pre-registrations (OPI_IS_UTILISE)' },
  schema: z.boolean(),
  default: false,
})

export const opiImmediate = defineSetting({
  key: 'admissions.opi.immediate',
  label: {
    fr: 'Verser l’OPI dès la confirmation (OPI_IS_IMMEDIAT)',
    en: 'Pour a pre-registration as soon as it is confirmed (OPI_IS_IMMEDIAT)',
  },
  schema: z.boolean(),
  default: true,
})

export const opiBatchLimit = defineSetting({
  key: 'admissions.opi.batch-limit',
  label: {
    fr: 'Candidats versés au plus par exécution, 0 : tous (OPI_NB_BATCH_MAX)',
    en: 'Candidates poured at most in one run, 0: all (OPI_NB_BATCH_MAX)',
  },
  schema: z.number().int().min(0).max(1_000_000),
  default: 0,
})

export const opiPrefix = defineSetting({
  key: 'admissions.opi.prefix',
  label: { fr: 'Préfixe des codes OPI (OPI_PREFIXE)', en: 'Prefix of OPI codes (OPI_PREFIXE)' },
  schema: z.string().regex(/^[A-Z0-9]{0,2}$/),
  rule: { fr: 'Deux lettres ou chiffres au plus', en: 'At most two letters or digits' },
  default: 'EC',
})

export const opiAddress = defineSetting({
  key: 'admissions.opi.address',
  label: {
    fr: 'Verser l’adresse avec l’OPI (OPI_IS_UTILISE_ADR)',
    en: 'Pour the address with the pre-registration (OPI_IS_UTILISE_ADR)',
  },
  schema: z.boolean(),
  default: false,
})

export const opiAttachments = defineSetting({
  key: 'admissions.opi.attachments',
  label: {
    fr: 'Verser les pièces justificatives (OPI_IS_UTILISE_PJ)',
    en: 'Pour attachments (OPI_IS_UTILISE_PJ)',
  },
  schema: z.boolean(),
  default: false,
})

export const opiRegimeStatus = defineSetting({
  key: 'admissions.opi.regime-status',
  label: {
    fr: 'Gérer régime et statut étudiants (GEST_IS_UTILISE_REG_STU)',
    en: 'Use student regime and status (GEST_IS_UTILISE_REG_STU)',
  },
  schema: z.boolean(),
  default: false,
})

export const noBacCode = defineSetting({
  key: 'admissions.siscol.no-bac-code',
  label: {
    fr: 'Code du SI Scolarité pour « sans bac » (SISCOL_COD_SANS_BAC)',
    en: 'Code that the information system has for “no baccalaureate” (SISCOL_COD_SANS_BAC)',
  },
  schema: z.string().max(6),
  default: '',
})

export const dematUsed = defineSetting({
  key: 'admissions.demat.used',
  label: {
    fr: 'Utiliser la dématérialisation (TECH_IS_UTILISE_DEMAT)',
    en: 'Use attachments on line (TECH_IS_UTILISE_DEMAT)',
  },
  schema: z.boolean(),
  default: true,
})

export const dematMaintenance = defineSetting({
  key: 'admissions.demat.maintenance',
  label: {
    fr: 'Dépôt de fichiers en maintenance (TECH_IS_DEMAT_MAINTENANCE)',
    en: 'File store in maintenance (TECH_IS_DEMAT_MAINTENANCE)',
  },
  schema: z.boolean(),
  default: false,
})

export const functionalAdministrators = defineSetting({
  key: 'admissions.mail.functional-administrators',
  label: {
    fr: 'Adresses des administrateurs fonctionnels (incohérences des OPI, promotions refusées)',
    en: 'Addresses of the functional administrators (inconsistent pre-registrations, refused promotions)',
  },
  schema: z.array(z.email()).readonly(),
  default: [] as readonly string[],
})

export const maintenanceMessage = defineSetting({
  key: 'admissions.maintenance.message',
  label: {
    fr: 'Message affiché pendant la maintenance (MSG_MAINTENANCE)',
    en: 'What is told during maintenance (MSG_MAINTENANCE)',
  },
  schema: z.string().max(500),
  default: 'L’application est en maintenance. Réessayez un peu plus tard.',
})

export const loadMegabytes = defineSetting({
  key: 'admissions.loads.upload-mb',
  label: {
    fr: 'Taille maximale d’un fichier envoyé à charger, en Mo',
    en: 'Largest file that may be sent to be loaded, in MB',
  },
  schema: z.number().int().min(1).max(2000),
  default: 200,
})

/** Every parameter of the office; a domain that has further ones adds them here. */
export const admissionsSettings = [
  retentionDays,
  unvalidatedDays,
  dossierPrefix,
  reminderDays,
  liveRanks,
  opiUsed,
  opiImmediate,
  opiBatchLimit,
  opiPrefix,
  opiAddress,
  opiAttachments,
  opiRegimeStatus,
  ...opiSettings,
  noBacCode,
  dematUsed,
  dematMaintenance,
  functionalAdministrators,
  maintenanceMessage,
  loadMegabytes,
  ...siscolSettings,
  ...surveySettings,
  ...managerSettings,
]
