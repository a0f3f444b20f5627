import type { Driver } from '../driver.ts'
import { cohortsSubject } from './cohorts.ts'
import { coursesSubject } from './courses.ts'
import { enrolmentsSubject } from './enrolments.ts'
import { groupsSubject } from './groups.ts'
import { picturesSubject } from './pictures.ts'
import { type DriverSubject, suitePlatform } from './suite-platform.ts'
import { usersSubject } from './users.ts'

/** What every driver must do, written against the contract only. A subject is a file and a line here. */
const subjects: readonly DriverSubject[] = [
  coursesSubject,
  enrolmentsSubject,
  groupsSubject,
  cohortsSubject,
  picturesSubject,
  usersSubject,
]

/** Registers the shared suite; `driver` is asked once the tests run. */
export function driverSuite(driver: () => Driver): void {
  const platform = suitePlatform(driver)
  for (const subject of subjects) subject(platform)
}
