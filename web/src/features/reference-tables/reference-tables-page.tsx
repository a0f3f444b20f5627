import { Alert, Button, Stack } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { BatchSentence } from '../../ui/batch-sentence.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useReferenceTables } from './calls/tables-query.ts'
import { SourceSection } from './source-section.tsx'
import { TablesTable } from './tables-table.tsx'
import { referenceTablesTexts } from './texts.ts'

const batch = 'BATCH_SYNCHRO_SISCOL'

/** The reference tables of the student information system, and what the last synchronisation made of each. */
export function ReferenceTablesPage() {
  const texts = useTexts(referenceTablesTexts)
  return (
    <>
      <PageHeader
        title={texts.title}
        description={<BatchSentence words={texts.description} batch={batch} />}
        actions={
          <Button
            component={Link}
            to={paths.batch(batch)}
            variant="default"
            leftSection={<IconPlayerPlay size={18} aria-hidden="true" />}
          >
            {texts.launch}
          </Button>
        }
      />
      <Tables />
    </>
  )
}

function Tables() {
  const texts = useTexts(referenceTablesTexts)
  const found = useReferenceTables()
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={14} />
  const { tables } = found.data
  return (
    <Stack gap="lg">
      <SourceSection list={found.data} />
      {tables.every(({ sync }) => sync === null) && <Alert>{texts.unsynchronised}</Alert>}
      <TablesTable tables={tables} />
    </Stack>
  )
}
