/** Every address of the back-office: the patterns of the router, and the builders that links use. */
export const patterns = {
  night: '/',
  nightOf: '/nights/:date',
  batches: '/batches',
  batch: '/batches/:code',
  instant: '/batches/:code/instants/:at',
  run: '/runs/:id',
  imports: '/imports',
  importReport: '/imports/:runId',
  importModels: '/import-models',
  nomenclatures: '/nomenclatures',
  settings: '/settings',
  accounts: '/accounts',
  audit: '/audit',
  system: '/system',
  account: '/account',
  firstSteps: '/first-steps',
  signIn: '/sign-in',
  invitation: '/invitation/:token',
} as const

const part = encodeURIComponent

export const paths = {
  /** The latest night, or the one that begins on this civil date (`2026-11-20`). */
  night: (date?: string) => (date === undefined ? patterns.night : `/nights/${part(date)}`),
  batches: () => patterns.batches,
  batch: (code: string) => `/batches/${part(code)}`,
  instant: (code: string, at: string) => `/batches/${part(code)}/instants/${part(at)}`,
  run: (id: string | number) => `/runs/${part(id)}`,
  imports: () => patterns.imports,
  importReport: (runId: string | number) => `/imports/${part(runId)}`,
  importModels: () => patterns.importModels,
  nomenclatures: () => patterns.nomenclatures,
  settings: () => patterns.settings,
  accounts: () => patterns.accounts,
  audit: () => patterns.audit,
  system: () => patterns.system,
  account: () => patterns.account,
  firstSteps: () => patterns.firstSteps,
  signIn: (to?: string) => (to && to !== '/' ? `/sign-in?to=${part(to)}` : patterns.signIn),
} as const
