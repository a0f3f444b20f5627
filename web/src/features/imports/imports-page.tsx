import { PageHeader } from '../../ui/page-header.tsx'

export function ImportsPage() {
  return <PageHeader title="Importation" />
}
