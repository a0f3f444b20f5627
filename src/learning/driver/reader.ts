import type {
  CategoryRecord,
  CohortMemberRecord,
  CohortRecord,
  CourseKey,
  CourseRecord,
  CourseRoleRecord,
  EnrolmentRecord,
  GroupingGroupRecord,
  GroupingRecord,
  GroupRecord,
  Id,
  MembershipRecord,
  MethodRecord,
  PictureRecord,
  ProfileFieldRecord,
  ProfileValueRecord,
  RoleRecord,
  SectionRecord,
  UserKey,
  UserRecord,
} from './records.ts'
import type { ResetAsked, ResetCount } from './reset-count.ts'

export type CourseIdentity = 'id' | 'idnumber' | 'shortname'
export type UserIdentity = 'id' | 'idnumber' | 'username' | 'email' | 'hostedusername'
export type CohortIdentity = 'id' | 'idnumber' | 'name'

export interface CourseUser {
  readonly courseId: Id
  readonly userId: Id
}

/**
 * What a tool may ask of the platform: always for many things at once, since a tool plans a chunk of lines at a time.
 * What is not found is absent from the answer; the order of an answer means nothing. Asking for nothing costs nothing.
 *
 * Identifiers are compared as learning.md R16 says: user names and mail addresses without regard to case, others exactly.
 * `id` values that are no numbers find nothing. The empty value finds nothing.
 */
export interface Reader {
  /** All of them: thousands at the most. */
  categories(): Promise<readonly CategoryRecord[]>
  /** Those that hold a course themselves, not by a category below them. */
  categoriesWithCourses(): Promise<readonly Id[]>
  courses(by: CourseIdentity, values: readonly string[]): Promise<readonly CourseKey[]>
  /** Without regard to case: two courses cannot differ by that only. */
  coursesLikeShortnames(shortnames: readonly string[]): Promise<readonly CourseKey[]>
  courseRecords(ids: readonly Id[]): Promise<readonly CourseRecord[]>
  sections(courseIds: readonly Id[]): Promise<readonly SectionRecord[]>
  /** What each reset would clear, so that one that finds nothing is told as such. */
  resetCounts(asked: readonly ResetAsked[]): Promise<readonly ResetCount[]>

  /** Living accounts only. */
  users(by: UserIdentity, values: readonly string[]): Promise<readonly UserKey[]>
  /** By « first name, last name » or the other way round, without regard to case; living accounts only. */
  usersNamed(fullNames: readonly string[]): Promise<readonly UserKey[]>
  /** Accounts that were deleted, newest first, for their revival. */
  deletedUsers(by: UserIdentity, values: readonly string[]): Promise<readonly UserKey[]>
  userRecords(ids: readonly Id[]): Promise<readonly UserRecord[]>
  /** The accounts that `users` finds, whole. */
  userRecordsBy(by: UserIdentity, values: readonly string[]): Promise<readonly UserRecord[]>
  profileFields(): Promise<readonly ProfileFieldRecord[]>
  profileValues(userIds: readonly Id[]): Promise<readonly ProfileValueRecord[]>
  pictures(userIds: readonly Id[]): Promise<readonly PictureRecord[]>

  roles(): Promise<readonly RoleRecord[]>
  methods(courseIds: readonly Id[]): Promise<readonly MethodRecord[]>
  /** The `cohort` methods of these cohorts, in whatever course. */
  bindingsOfCohorts(cohortIds: readonly Id[]): Promise<readonly MethodRecord[]>
  /** The `meta` methods, in whatever course, that draw on these courses. */
  linksToCourses(courseIds: readonly Id[]): Promise<readonly MethodRecord[]>
  enrolments(pairs: readonly CourseUser[]): Promise<readonly EnrolmentRecord[]>
  courseRoles(pairs: readonly CourseUser[]): Promise<readonly CourseRoleRecord[]>
  /** Who holds one of these roles in one of these courses: whom a summary is sent to. */
  roleHolders(courseIds: readonly Id[], roleIds: readonly Id[]): Promise<readonly CourseRoleRecord[]>

  groups(courseIds: readonly Id[]): Promise<readonly GroupRecord[]>
  /** In whatever course they are: an identifier that belongs elsewhere is refused, not taken for a new one. */
  groupsWithIds(ids: readonly Id[]): Promise<readonly GroupRecord[]>
  groupings(courseIds: readonly Id[]): Promise<readonly GroupingRecord[]>
  groupingGroups(courseIds: readonly Id[]): Promise<readonly GroupingGroupRecord[]>
  memberships(pairs: readonly CourseUser[]): Promise<readonly MembershipRecord[]>
  /** Groups of these courses that have no member, and groupings that have no group (apart from those groups). */
  emptyGroups(
    courseIds: readonly Id[],
  ): Promise<{ readonly groups: readonly GroupRecord[]; readonly groupings: readonly GroupingRecord[] }>

  cohorts(by: CohortIdentity, values: readonly string[]): Promise<readonly CohortRecord[]>
  cohortMembers(pairs: readonly CohortMemberRecord[]): Promise<readonly CohortMemberRecord[]>
  /** All members of these cohorts. */
  membersOfCohorts(cohortIds: readonly Id[]): Promise<readonly CohortMemberRecord[]>
}
