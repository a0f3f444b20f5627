import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { referenceTablesTexts } from './texts.ts'

export function ReferenceTablesPage() {
  const texts = useTexts(referenceTablesTexts)
  return <PageHeader title={texts.title} />
}
