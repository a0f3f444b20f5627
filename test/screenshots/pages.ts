import type { Page } from 'playwright-core'

/** A page to photograph; `prepare` brings it into the state to be seen. */
export interface PageShot {
  readonly name: string
  readonly path: string
  /** Without a session. */
  readonly outside?: boolean
  prepare?(page: Page): Promise<void>
}

/** Those that every system has. */
export const pages: readonly PageShot[] = [
  { name: 'night', path: '/' },
  { name: 'batches', path: '/batches' },
  { name: 'batch-edit', path: '/batches?edit=IMP_QUO' },
  { name: 'batch', path: '/batches/IMP_QUO' },
  { name: 'imports', path: '/imports' },
  { name: 'import-models', path: '/import-models' },
  { name: 'nomenclatures', path: '/nomenclatures' },
  { name: 'follow-ups', path: '/follow-ups' },
  { name: 'follow-ups-editions', path: '/follow-ups?tab=editions' },
  { name: 'letter-templates', path: '/letter-templates' },
  { name: 'letter-template', path: '/letter-templates/follow-up' },
  { name: 'appointments', path: '/appointments' },
  { name: 'appointment-motives', path: '/appointment-motives' },
  { name: 'consultations', path: '/consultations' },
  { name: 'scan-basket', path: '/scan-basket' },
  { name: 'duplicates', path: '/duplicates' },
  { name: 'merges', path: '/merges' },
  { name: 'vaccines', path: '/vaccines' },
  { name: 'statistics', path: '/statistics' },
  { name: 'data-loads', path: '/data-loads' },
  { name: 'sync', path: '/sync' },
  { name: 'sync-tool', path: '/sync/enrolments' },
  { name: 'sync-delete', path: '/sync/courses-delete' },
  { name: 'files', path: '/files' },
  { name: 'files-reports', path: '/files?shelf=reports' },
  { name: 'drop', path: '/drop' },
  { name: 'empty-categories', path: '/empty-categories' },
  { name: 'course-file', path: '/course-files/delete' },
  { name: 'settings', path: '/settings' },
  { name: 'accounts', path: '/accounts' },
  { name: 'audit', path: '/audit' },
  { name: 'system', path: '/system' },
  { name: 'account', path: '/account' },
  { name: 'first-steps', path: '/first-steps' },
  { name: 'not-found', path: '/nowhere' },
  { name: 'sign-in', path: '/sign-in', outside: true },
  { name: 'candidate', path: '/candidate', outside: true },
  { name: 'campaigns', path: '/campaigns' },
  { name: 'dossiers', path: '/dossiers' },
  { name: 'opi', path: '/opi' },
  { name: 'forms', path: '/forms' },
  { name: 'reference-tables', path: '/reference-tables' },
  { name: 'reference-table', path: '/reference-tables/regime' },
  { name: 'managers', path: '/managers' },
  { name: 'mail-templates', path: '/mail-templates' },
  { name: 'mail-template', path: '/mail-templates/CANDIDATURE_DESIST_AUTO' },
  { name: 'destructions', path: '/destructions' },
  { name: 'admissions-loads', path: '/admissions-loads' },
  { name: 'admissions-parameters', path: '/admissions-parameters' },
]
