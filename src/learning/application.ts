import type { Application } from '../batch/application.ts'
import cleanSync from './batches/clean-sync.ts'
import pullSync from './batches/pull-sync.ts'
import syncCohorts from './batches/sync-cohorts.ts'
import syncCourses from './batches/sync-courses.ts'
import syncEnrolments from './batches/sync-enrolments.ts'
import syncFile from './batches/sync-file.ts'
import syncGroups from './batches/sync-groups.ts'
import syncPictures from './batches/sync-pictures.ts'
import syncUsers from './batches/sync-users.ts'
import { cohortsSettings } from './settings/cohorts.ts'
import { commonSettings } from './settings/common.ts'
import { coursesSettings } from './settings/courses.ts'
import { dropSettings } from './settings/drop.ts'
import { enrolmentsSettings } from './settings/enrolments.ts'
import { filesSettings } from './settings/files.ts'
import { groupsSettings } from './settings/groups.ts'
import { picturesSettings } from './settings/pictures.ts'
import { postTreatmentOverrides } from './settings/post-treatments.ts'
import { usersSettings } from './settings/users.ts'

export const learningSettings = [
  ...commonSettings,
  ...filesSettings,
  ...dropSettings,
  ...coursesSettings,
  ...usersSettings,
  ...picturesSettings,
  ...enrolmentsSettings,
  ...cohortsSettings,
  ...groupsSettings,
  ...postTreatmentOverrides,
]

/** Moodle: the learning platform and its command files. */
export const learningApplication: Application = {
  code: 'learning',
  label: { fr: 'Plateforme pédagogique', en: 'Learning platform' },
  batches: [
    syncCourses,
    syncUsers,
    syncEnrolments,
    syncPictures,
    syncCohorts,
    syncGroups,
    syncFile,
    pullSync,
    cleanSync,
  ],
  settings: learningSettings,
}
