import { PageHeader } from '../../ui/page-header.tsx'

export function InstantPage() {
  return <PageHeader title="Échéance" />
}
