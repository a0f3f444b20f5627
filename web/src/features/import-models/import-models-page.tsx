import { PageHeader } from '../../ui/page-header.tsx'

export function ImportModelsPage() {
  return <PageHeader title="Modèles d’importation" />
}
