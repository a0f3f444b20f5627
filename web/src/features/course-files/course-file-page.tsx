import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { apiUrl } from '../../lib/api-client.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { AvailableCourses } from './available-courses.tsx'
import type { Course } from './calls/courses-query.ts'
import { type Kind, useGenerateFile } from './calls/generate-file.ts'
import { ChosenCourses } from './chosen-courses.tsx'
import { courseFileTexts } from './texts.ts'

/** « Créer un fichier de suppression (ou de réinitialisation) de cours »: two lists and a button (learning.md 1.9). */
export function CourseFilePage() {
  const kind: Kind = useParams().kind === 'reset' ? 'reset' : 'delete'
  return <Generator key={kind} kind={kind} />
}

function Generator({ kind }: { readonly kind: Kind }) {
  const texts = useTexts(courseFileTexts)
  const may = useMay()
  const [chosen, setChosen] = useState<readonly Course[]>([])
  const generate = useGenerateFile(kind)
  const file = generate.data?.file
  const leftOut = generate.data?.leftOut ?? []
  return (
    <>
      <PageHeader
        title={texts.titles[kind]}
        description={texts.descriptions[kind]}
        breadcrumbs={<AnchorLink to={paths.syncTool(`courses-${kind}`)}>{texts.tools[kind]}</AnchorLink>}
      />
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <AvailableCourses
            chosen={chosen}
            onAdd={(courses) => setChosen((before) => [...before, ...courses])}
          />
          <ChosenCourses
            courses={chosen}
            onRemove={(id) => setChosen((before) => before.filter((course) => course.id !== id))}
            onClear={() => setChosen([])}
          />
        </SimpleGrid>
        <ProblemAlert error={generate.error} />
        {file && (
          <Alert color="green" title={texts.written(file.name)} role="status">
            <Text mb="sm">{texts.writtenMore}</Text>
            {leftOut.length > 0 && <Text mb="sm">{texts.leftOut(leftOut)}</Text>}
            <Button
              component={Link}
              to={apiUrl(paths.syncTool(`courses-${kind}`), { shelf: file.shelf, file: file.name })}
              variant="default"
            >
              {texts.next}
            </Button>
          </Alert>
        )}
        {may('learning', 'operator') ? (
          <Group>
            <Button
              disabled={chosen.length === 0}
              loading={generate.isPending}
              onClick={() => generate.mutate(chosen.map(({ id }) => id))}
            >
              {texts.generate(chosen.length)}
            </Button>
          </Group>
        ) : (
          <Text c="dimmed">{texts.readerOnly}</Text>
        )}
      </Stack>
    </>
  )
}
