import { PageHeader } from '../../ui/page-header.tsx'

/** Categories without courses, and their removal. */
export function EmptyCategoriesPage() {
  return <PageHeader title="Catégories vides" />
}
