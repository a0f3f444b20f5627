import { PageHeader } from '../../ui/page-header.tsx'

/** What became of one command file. */
export function SyncReportPage() {
  return <PageHeader title="Rapport" />
}
