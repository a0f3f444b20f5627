import { PageHeader } from '../../ui/page-header.tsx'

export function ImportReportPage() {
  return <PageHeader title="Rapport d’importation" />
}
