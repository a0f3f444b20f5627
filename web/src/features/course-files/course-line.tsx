import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Course } from './calls/courses-query.ts'
import classes from './course-list.module.css'

/** One course of a list, with what can be done with it. */
export function CourseLine({ course, act }: { readonly course: Course; readonly act: ReactNode }) {
  return (
    <li className={classes.line}>
      <div className={classes.words}>
        <Text fw={600}>{course.shortname}</Text>
        <Text size="sm">{course.fullname}</Text>
        <Text size="sm" c="dimmed">
          {course.category}
        </Text>
      </div>
      {act}
    </li>
  )
}
