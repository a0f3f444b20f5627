import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import type { Course } from './calls/courses-query.ts'
import { CourseLine } from './course-line.tsx'
import classes from './course-list.module.css'
import { courseFileTexts } from './texts.ts'

interface Props {
  readonly courses: readonly Course[]
  readonly onRemove: (id: number) => void
  readonly onClear: () => void
}

/** The courses that the file will name, in this order. */
export function ChosenCourses({ courses, onRemove, onClear }: Props) {
  const texts = useTexts(courseFileTexts)
  return (
    <Section
      title={texts.chosen(courses.length)}
      actions={
        courses.length > 0 && (
          <Button variant="default" size="xs" onClick={onClear}>
            {texts.clear}
          </Button>
        )
      }
    >
      {courses.length === 0 ? (
        <EmptyState title={texts.noneChosen}>{texts.noneChosenMore}</EmptyState>
      ) : (
        <ul className={classes.list}>
          {courses.map((course) => (
            <CourseLine
              key={course.id}
              course={course}
              act={
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={texts.remove(course.shortname)}
                  onClick={() => onRemove(course.id)}
                >
                  <IconX size={18} aria-hidden="true" />
                </ActionIcon>
              }
            />
          ))}
        </ul>
      )}
    </Section>
  )
}
