import { Alert, Stack } from '@mantine/core'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { ImportForm } from './form/import-form.tsx'
import { RecentImports } from './recent-imports.tsx'
import { importTexts } from './texts.ts'

/** A student file by hand, and what became of the last ones. */
export function ImportsPage() {
  const texts = useTexts(importTexts)
  const may = useMay()
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      <Stack gap="lg">
        {may('health', 'operator') ? <ImportForm /> : <Alert color="gray">{texts.readerOnly}</Alert>}
        <RecentImports />
      </Stack>
    </>
  )
}
