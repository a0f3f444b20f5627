import { PageHeader } from '../../ui/page-header.tsx'

/** The file manager. */
export function FilesPage() {
  return <PageHeader title="Gestionnaire de fichiers" />
}
