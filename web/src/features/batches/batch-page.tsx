import { PageHeader } from '../../ui/page-header.tsx'

export function BatchPage() {
  return <PageHeader title="Batch" />
}
