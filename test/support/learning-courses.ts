import type { CourseFields, Id } from '../../src/learning/driver/records.ts'
import { courseFields } from '../../src/learning/driver/suite/suite-platform.ts'
import type { Database } from '../../src/platform/database.ts'
import { testDriver } from './learning.ts'

/** Puts courses into the platform of `database`, in its default category; their identifiers, in order. */
export async function newCourses(
  database: Database,
  ...courses: readonly (Partial<CourseFields> & { readonly shortname: string })[]
): Promise<Id[]> {
  const session = await testDriver(database).open('apply')
  try {
    await session.chunk(
      async ({ read, apply }) => {
        const [category] = await read.categories()
        await apply(
          courses.map((course, at) => ({
            kind: 'create-course',
            id: -1 - at,
            fields: { ...courseFields(category!.id, course.shortname), ...course },
          })),
        )
      },
      async () => {},
    )
    return await session.chunk(
      async ({ read }) => {
        const found = await read.courses(
          'shortname',
          courses.map(({ shortname }) => shortname),
        )
        return courses.map(({ shortname }) => found.find((one) => one.shortname === shortname)!.id)
      },
      async () => {},
    )
  } finally {
    await session.close()
  }
}

/** An account, straight into the store; its identifier. */
export async function newAccount(
  database: Database,
  account: {
    readonly username: string
    readonly firstname?: string
    readonly lastname?: string
    readonly idnumber?: string
    readonly email?: string
  },
): Promise<Id> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into learning.app_user (username, firstname, lastname, idnumber, email)
     values ($1, $2, $3, $4, $5) returning id`,
    [
      account.username,
      account.firstname ?? 'Camille',
      account.lastname ?? 'TESTUN',
      account.idnumber ?? null,
      account.email ?? null,
    ],
  )
  return rows[0]!.id
}
