import { PageHeader } from '../../ui/page-header.tsx'

/** Every tool at a glance. */
export function SyncPage() {
  return <PageHeader title="Outils de synchronisation" />
}
