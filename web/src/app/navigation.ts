import {
  IconActivity,
  IconAdjustments,
  IconArrowsExchange,
  IconArrowsJoin,
  IconCalendarEvent,
  IconCalendarStats,
  IconChartBar,
  IconDatabaseImport,
  IconFileImport,
  IconFolderOpen,
  IconFolders,
  IconForms,
  IconHistory,
  IconInbox,
  IconListCheck,
  IconMail,
  IconMailForward,
  IconMoon,
  type IconProps,
  IconSettings,
  IconStethoscope,
  IconTable,
  IconTags,
  IconTemplate,
  IconTransfer,
  IconTrash,
  IconUserCog,
  IconUsers,
  IconVaccine,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { paths } from '../lib/paths.ts'
import { mayAnywhere, mayIn } from '../lib/roles.ts'
import type { Session } from '../lib/session.ts'
import type { appTexts } from './texts.ts'

export interface NavigationEntry {
  readonly name: keyof (typeof appTexts)['fr']['nav']
  readonly to: string
  readonly icon: ComponentType<IconProps>
  /** Other places of its pages. */
  readonly also?: readonly string[]
  readonly group: 'operate' | 'health' | 'admissions' | 'learning' | 'administer'
  /** Who sees it; for the others the entry is absent and the page says that it is not open to them. */
  readonly open: (session: Session) => boolean
}

const everyone = (): boolean => true
const healthReader = (session: Session): boolean => mayIn(session, 'health', 'reader')
/** Identities side by side are no business of whoever only reads figures. */
const healthOperator = (session: Session): boolean => mayIn(session, 'health', 'operator')
const admissionsReader = (session: Session): boolean => mayIn(session, 'admissions', 'reader')
const learningReader = (session: Session): boolean => mayIn(session, 'learning', 'reader')
/** Settings may be read by whoever has a role somewhere; only administrators can change them. */
const someReader = (session: Session): boolean => mayAnywhere(session, 'reader')
const installationAdministrator = (session: Session): boolean => session.administrator

/** In each group by use: what is looked at every day first, what is set once last. */
export const navigation: readonly NavigationEntry[] = [
  { name: 'night', to: paths.night(), icon: IconMoon, group: 'operate', open: everyone },
  { name: 'batches', to: paths.batches(), icon: IconListCheck, group: 'operate', open: everyone },
  { name: 'imports', to: paths.imports(), icon: IconFileImport, group: 'health', open: healthReader },
  {
    name: 'duplicates',
    to: paths.duplicates(),
    also: [paths.merges()],
    icon: IconArrowsJoin,
    group: 'health',
    open: healthOperator,
  },
  {
    name: 'appointments',
    to: paths.appointments(),
    also: [paths.appointmentMotives()],
    icon: IconCalendarEvent,
    group: 'health',
    open: healthReader,
  },
  {
    name: 'consultations',
    to: paths.consultations(),
    also: [paths.scanBasket()],
    icon: IconStethoscope,
    group: 'health',
    open: healthReader,
  },
  {
    name: 'followUps',
    to: paths.followUps(),
    also: [paths.letterTemplates()],
    icon: IconMailForward,
    group: 'health',
    open: healthReader,
  },
  { name: 'vaccines', to: paths.vaccines(), icon: IconVaccine, group: 'health', open: healthReader },
  { name: 'statistics', to: paths.statistics(), icon: IconChartBar, group: 'health', open: healthReader },
  { name: 'dataLoads', to: paths.dataLoads(), icon: IconDatabaseImport, group: 'health', open: healthReader },
  { name: 'importModels', to: paths.importModels(), icon: IconTemplate, group: 'health', open: healthReader },
  { name: 'nomenclatures', to: paths.nomenclatures(), icon: IconTags, group: 'health', open: healthReader },
  {
    name: 'dossiers',
    to: paths.dossiers(),
    icon: IconFolderOpen,
    group: 'admissions',
    open: admissionsReader,
  },
  { name: 'opi', to: paths.opi(), icon: IconTransfer, group: 'admissions', open: admissionsReader },
  {
    name: 'campaigns',
    to: paths.campaigns(),
    icon: IconCalendarStats,
    group: 'admissions',
    open: admissionsReader,
  },
  {
    name: 'referenceTables',
    to: paths.referenceTables(),
    icon: IconTable,
    group: 'admissions',
    open: admissionsReader,
  },
  { name: 'forms', to: paths.forms(), icon: IconForms, group: 'admissions', open: admissionsReader },
  {
    name: 'admissionsLoads',
    to: paths.admissionsLoads(),
    icon: IconDatabaseImport,
    group: 'admissions',
    open: admissionsReader,
  },
  { name: 'managers', to: paths.managers(), icon: IconUserCog, group: 'admissions', open: admissionsReader },
  {
    name: 'mailTemplates',
    to: paths.mailTemplates(),
    icon: IconMail,
    group: 'admissions',
    open: admissionsReader,
  },
  {
    name: 'destructions',
    to: paths.destructions(),
    icon: IconTrash,
    group: 'admissions',
    open: admissionsReader,
  },
  {
    name: 'admissionsParameters',
    to: paths.admissionsParameters(),
    icon: IconAdjustments,
    group: 'admissions',
    open: admissionsReader,
  },
  {
    name: 'sync',
    to: paths.sync(),
    also: ['/sync-reports', '/course-files', paths.emptyCategories()],
    icon: IconArrowsExchange,
    group: 'learning',
    open: learningReader,
  },
  { name: 'files', to: paths.files(), icon: IconFolders, group: 'learning', open: learningReader },
  { name: 'drop', to: paths.drop(), icon: IconInbox, group: 'learning', open: learningReader },
  {
    name: 'settings',
    to: paths.settings(),
    icon: IconSettings,
    group: 'administer',
    open: someReader,
  },
  {
    name: 'accounts',
    to: paths.accounts(),
    icon: IconUsers,
    group: 'administer',
    open: installationAdministrator,
  },
  {
    name: 'audit',
    to: paths.audit(),
    icon: IconHistory,
    group: 'administer',
    open: installationAdministrator,
  },
  {
    name: 'system',
    to: paths.system(),
    icon: IconActivity,
    group: 'administer',
    open: installationAdministrator,
  },
]

/** The entry whose pages an address belongs to. */
export function entryOf(pathname: string): NavigationEntry | undefined {
  return navigation.find((entry) =>
    entry.to === '/'
      ? pathname === '/' || pathname.startsWith('/nights/')
      : [entry.to, ...(entry.also ?? [])].some(
          (place) => pathname === place || pathname.startsWith(`${place}/`),
        ),
  )
}
