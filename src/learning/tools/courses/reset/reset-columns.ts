/** What each column of a reset file clears (learning.md 1.6). */

/** Yes or no. */
export const yesNoColumns: Readonly<Record<string, string>> = {
  events: 'event',
  logs: 'log',
  notes: 'note',
  completion: 'completion',
  blog_associations: 'blog',
  comments: 'comment',
}

export const choiceColumns = {
  grades: ['all', 'items', 'grades'],
  local_roles: ['all', 'roles', 'overrides'],
  groups: ['all', 'groups', 'members'],
  groupings: ['all', 'groups', 'groupings', 'members'],
} as const

export const mandatoryResetColumns = [
  'events',
  'logs',
  'notes',
  'grades',
  'roles',
  'local_roles',
  'groups',
  'groupings',
  'modules',
] as const

/** Cleared where the file has no such column: `completion`, `blog_associations`, `comments`. */
export const optionalYesNoColumns = ['completion', 'blog_associations', 'comments'] as const

/** Fine control of one module: `1` clears that data. The names are those that modules declare for their own reset. */
export const moduleColumns: Readonly<Record<string, string>> = {
  forum_all: 'module:forum',
  forum_subscriptions: 'module:forum_subscriptions',
  forum_track_prefs: 'module:forum_track_prefs',
  forum_ratings: 'module:forum_ratings',
  glossary_all: 'module:glossary',
  glossary_ratings: 'module:glossary_ratings',
  glossary_comments: 'module:glossary_comments',
  chat: 'module:chat',
  data: 'module:data',
  data_ratings: 'module:data_ratings',
  data_comments: 'module:data_comments',
  slots: 'module:scheduler',
  apointments: 'module:scheduler',
  appointments: 'module:scheduler',
  assignment_submissions: 'module:assignment',
  assign_submissions: 'module:assign',
  assign_user_overrides: 'module:assign_user_overrides',
  survey_answers: 'module:survey',
  feedback: 'module:feedback',
  lesson: 'module:lesson',
  choice: 'module:choice',
  scorm: 'module:scorm',
  quiz_attempts: 'module:quiz',
  quiz_user_overrides: 'module:quiz_user_overrides',
  wiki_pages: 'module:wiki',
  wiki_comments: 'module:wiki_comments',
  workshop_submissions: 'module:workshop',
}

/** Modules that a platform usually has; another name is taken too, with a warning, for it may be a slip. */
export const usualModules: ReadonlySet<string> = new Set([
  'assign',
  'assignment',
  'attendance',
  'bigbluebuttonbn',
  'book',
  'chat',
  'checklist',
  'choice',
  'customcert',
  'data',
  'feedback',
  'folder',
  'forum',
  'glossary',
  'h5pactivity',
  'hotpot',
  'imscp',
  'label',
  'lesson',
  'lti',
  'page',
  'questionnaire',
  'quiz',
  'resource',
  'scheduler',
  'scorm',
  'survey',
  'url',
  'wiki',
  'workshop',
])

/** All that a module keeps of people: `forum` with its subscriptions, ratings… */
export function partsOfModule(module: string): string[] {
  const kind = `module:${module}`
  const parts = Object.values(moduleColumns).filter((one) => one.startsWith(`${kind}_`))
  return [...new Set([kind, ...parts])].map((one) => one.slice('module:'.length))
}
