import { Button, Stack, Text } from '@mantine/core'
import { IconCalendarEvent, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useMotives } from './calls/motives-query.ts'
import { MotiveWindow } from './motive-window.tsx'
import { MotivesTable } from './motives-table.tsx'
import { motiveTexts } from './texts.ts'

/** « Motifs et options » : what is taken as an appointment, and how it is reminded of. */
export function AppointmentMotivesPage() {
  const texts = useTexts(motiveTexts)
  const editable = useMay()('health', 'administrator')
  const { data, error, refetch } = useMotives()
  const [opened, setOpened] = useState<number | 'new' | null>(null)
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setOpened('new')}>
      {texts.add}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={texts.title}
        description={texts.description}
        breadcrumbs={<AnchorLink to={paths.appointments()}>{texts.appointments}</AnchorLink>}
        actions={editable && add}
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={6} height={56} />
      ) : (
        <Stack gap="md">
          {data.items.length === 0 ? (
            <EmptyState title={texts.empty} icon={<IconCalendarEvent size={32} />}>
              {texts.emptyMore}
            </EmptyState>
          ) : (
            <MotivesTable motives={data.items} editable={editable} onOpen={setOpened} />
          )}
          {!editable && (
            <Text c="dimmed" size="sm">
              {texts.readOnly}
            </Text>
          )}
          <MotiveWindow list={data} opened={opened} editable={editable} onClose={() => setOpened(null)} />
        </Stack>
      )}
    </>
  )
}
