import {
  IconActivity,
  IconArrowsExchange,
  IconArrowsJoin,
  IconCalendarEvent,
  IconChartBar,
  IconDatabaseImport,
  IconFileImport,
  IconFolders,
  IconHistory,
  IconInbox,
  IconListCheck,
  IconMailForward,
  IconMoon,
  type IconProps,
  IconSettings,
  IconStethoscope,
  IconTags,
  IconTemplate,
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
  readonly group: 'operate' | 'health' | 'learning' | 'administer'
  /** Who sees it; for the others the entry is absent and the page says that it is not open to them. */
  readonly open: (session: Session) => boolean
}

const everyone = (): boolean => true
const healthReader = (session: Session): boolean => mayIn(session, 'health', 'reader')
/** Identities side by side are no business of whoever only reads figures. */
const healthOperator = (session: Session): boolean => mayIn(session, 'health', 'operator')
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
