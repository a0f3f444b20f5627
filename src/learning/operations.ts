import type { Text } from '../platform/text.ts'

/** The batch of the catalogue that carries an operation out when it is planned. */
export type SyncBatchCode =
  | 'SYNC_COURSES'
  | 'SYNC_USERS'
  | 'SYNC_PICTURES'
  | 'SYNC_ENROLMENTS'
  | 'SYNC_COHORTS'
  | 'SYNC_GROUPS'

export const operationCodes = [
  'courses.delete',
  'courses.create',
  'courses.metas',
  'courses.check',
  'courses.reset',
  'users.sync',
  'pictures.sync',
  'enrols.sync',
  'cohorts.sync',
  'cohorts.bind',
  'groups.sync',
  'groups.members',
] as const
export type OperationCode = (typeof operationCodes)[number]

/** One kind of command file (learning.md 1.0). */
export interface SyncOperation {
  readonly code: OperationCode
  /** The part of the address and of the command line: `./nocturne sync users`. */
  readonly tool: string
  readonly label: Text
  readonly description: Text
  /** Taken from the files' root when no other name is configured. */
  readonly defaultFile: string
  /** Which batch carries it out when planned, at which place among its operations; null: never by plan. */
  readonly batch: { readonly code: SyncBatchCode; readonly position: number } | null
  readonly hasHeader: boolean
  /** A ZIP of pictures instead of a file of lines. */
  readonly archive?: boolean
  /** What it does cannot be undone by the opposite file: asks for a typed confirmation on screen. */
  readonly destroys?: boolean
}

export const syncOperations: readonly SyncOperation[] = [
  {
    code: 'courses.delete',
    tool: 'courses-delete',
    label: { fr: 'Suppression de cours', en: 'Delete courses' },
    description: {
      fr: 'Supprime les cours désignés, un identifiant par ligne, avec leur contenu.',
      en: 'Deletes the courses named, one identifier a line, with their content.',
    },
    defaultFile: 'deletecourses.csv',
    batch: { code: 'SYNC_COURSES', position: 1 },
    hasHeader: false,
    destroys: true,
  },
  {
    code: 'courses.create',
    tool: 'courses',
    label: { fr: 'Création et mise à jour de cours', en: 'Create and update courses' },
    description: {
      fr: 'Crée les cours absents avec leurs catégories, sections et modèles ; met les autres à jour si on le demande.',
      en: 'Creates missing courses with their categories, sections and models; updates the others when asked to.',
    },
    defaultFile: 'uploadcourses.csv',
    batch: { code: 'SYNC_COURSES', position: 2 },
    hasHeader: true,
  },
  {
    code: 'courses.metas',
    tool: 'courses-metas',
    label: { fr: 'Liaisons métacours', en: 'Meta-course links' },
    description: {
      fr: 'Lie des cours : un métacours hérite des participants de ses cours maîtres.',
      en: 'Links courses: a meta-course inherits the participants of its masters.',
    },
    defaultFile: 'metacourses.csv',
    batch: { code: 'SYNC_COURSES', position: 3 },
    hasHeader: true,
  },
  {
    code: 'courses.check',
    tool: 'courses-check',
    label: { fr: 'Test d’existence de cours', en: 'Check that courses exist' },
    description: {
      fr: 'Dit pour chaque identifiant si le cours existe. N’écrit rien.',
      en: 'Tells for each identifier whether the course exists. Writes nothing.',
    },
    defaultFile: 'courses.csv',
    batch: null,
    hasHeader: false,
  },
  {
    code: 'courses.reset',
    tool: 'courses-reset',
    label: { fr: 'Réinitialisation de cours', en: 'Reset courses' },
    description: {
      fr: 'Efface des cours désignés les données de leurs participants, selon ce que chaque colonne demande.',
      en: 'Clears participants’ data from the courses named, as each column asks.',
    },
    defaultFile: 'resetcourses.csv',
    batch: null,
    hasHeader: true,
    destroys: true,
  },
  {
    code: 'users.sync',
    tool: 'users',
    label: { fr: 'Utilisateurs', en: 'Users' },
    description: {
      fr: 'Crée, met à jour, suspend, supprime ou réanime des comptes ; les inscrit dans leurs cohortes et leurs cours.',
      en: 'Creates, updates, suspends, deletes or revives accounts; puts them in their cohorts and courses.',
    },
    defaultFile: 'userimport.csv',
    batch: { code: 'SYNC_USERS', position: 1 },
    hasHeader: true,
  },
  {
    code: 'pictures.sync',
    tool: 'pictures',
    label: { fr: 'Avatars', en: 'Pictures' },
    description: {
      fr: 'Charge les photos d’archives ZIP, chacune nommée d’après son utilisateur.',
      en: 'Loads pictures from ZIP archives, each named after its user.',
    },
    defaultFile: 'userpictures_*.zip',
    batch: { code: 'SYNC_PICTURES', position: 1 },
    hasHeader: false,
    archive: true,
  },
  {
    code: 'enrols.sync',
    tool: 'enrolments',
    label: { fr: 'Inscriptions', en: 'Enrolments' },
    description: {
      fr: 'Inscrit, désinscrit, change de rôle et place dans des groupes.',
      en: 'Enrols, unenrols, changes roles and puts people in groups.',
    },
    defaultFile: 'enrols.csv',
    batch: { code: 'SYNC_ENROLMENTS', position: 1 },
    hasHeader: true,
  },
  {
    code: 'cohorts.sync',
    tool: 'cohorts',
    label: { fr: 'Cohortes et membres', en: 'Cohorts and members' },
    description: {
      fr: 'Crée, renomme, vide ou supprime des cohortes ; y ajoute ou en retire des membres.',
      en: 'Creates, renames, empties or deletes cohorts; adds members to them or removes them.',
    },
    defaultFile: 'cohorts.csv',
    batch: { code: 'SYNC_COHORTS', position: 1 },
    hasHeader: true,
  },
  {
    code: 'cohorts.bind',
    tool: 'cohorts-courses',
    label: { fr: 'Cohortes accrochées aux cours', en: 'Cohorts bound to courses' },
    description: {
      fr: 'Accroche des cohortes à des cours, avec un rôle ; suspend, rétablit ou retire ces liens.',
      en: 'Binds cohorts to courses, with a role; suspends, restores or removes these bindings.',
    },
    defaultFile: 'cohortscourses.csv',
    batch: { code: 'SYNC_COHORTS', position: 2 },
    hasHeader: true,
  },
  {
    code: 'groups.sync',
    tool: 'groups',
    label: { fr: 'Groupes et groupements', en: 'Groups and groupings' },
    description: {
      fr: 'Crée ou met à jour les groupes des cours et leurs groupements.',
      en: 'Creates or updates groups of courses and their groupings.',
    },
    defaultFile: 'groups.csv',
    batch: { code: 'SYNC_GROUPS', position: 1 },
    hasHeader: true,
  },
  {
    code: 'groups.members',
    tool: 'group-members',
    label: { fr: 'Membres de groupes', en: 'Group members' },
    description: {
      fr: 'Ajoute, déplace ou retire les membres des groupes.',
      en: 'Adds, moves or removes members of groups.',
    },
    defaultFile: 'groupmembers.csv',
    batch: { code: 'SYNC_GROUPS', position: 2 },
    hasHeader: true,
  },
]

export function operationOf(code: OperationCode): SyncOperation {
  return syncOperations.find((operation) => operation.code === code)!
}
