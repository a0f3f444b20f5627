import { ActionIcon, Button, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { Section } from '../../ui/section.tsx'
import { type Course, useCourses } from './calls/courses-query.ts'
import { CourseLine } from './course-line.tsx'
import classes from './course-list.module.css'
import { courseFileTexts } from './texts.ts'

interface Props {
  readonly chosen: readonly Course[]
  readonly onAdd: (courses: readonly Course[]) => void
}

/** The courses that can still be chosen, found by a text. */
export function AvailableCourses({ chosen, onAdd }: Props) {
  const texts = useTexts(courseFileTexts)
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const { data, error, refetch } = useCourses(wanted)
  const taken = new Set(chosen.map(({ id }) => id))
  const rest = data?.items.filter(({ id }) => !taken.has(id)) ?? []
  return (
    <Section
      title={texts.available}
      actions={
        rest.length > 0 && (
          <Button variant="default" size="xs" onClick={() => onAdd(rest)}>
            {texts.addAll(rest.length)}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <TextInput
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.room}>
          {error && !data ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : !data ? (
            <LoadingRows rows={10} />
          ) : rest.length === 0 ? (
            <EmptyState title={texts.noCourse}>{texts.noCourseMore}</EmptyState>
          ) : (
            <ul className={classes.list}>
              {rest.map((course) => (
                <CourseLine
                  key={course.id}
                  course={course}
                  act={
                    <ActionIcon
                      variant="subtle"
                      aria-label={texts.add(course.shortname)}
                      onClick={() => onAdd([course])}
                    >
                      <IconPlus size={18} aria-hidden="true" />
                    </ActionIcon>
                  }
                />
              ))}
            </ul>
          )}
          {data && data.total > data.items.length && (
            <Text size="sm" c="dimmed" mt="sm">
              {texts.more(data.items.length, data.total)}
            </Text>
          )}
        </div>
      </Stack>
    </Section>
  )
}
