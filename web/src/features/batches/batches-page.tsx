import { PageHeader } from '../../ui/page-header.tsx'

export function BatchesPage() {
  return <PageHeader title="Batches" />
}
