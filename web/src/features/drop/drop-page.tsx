import { PageHeader } from '../../ui/page-header.tsx'

/** The drop directory. */
export function DropPage() {
  return <PageHeader title="Répertoire de dépôt" />
}
