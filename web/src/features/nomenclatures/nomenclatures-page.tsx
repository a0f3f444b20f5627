import { PageHeader } from '../../ui/page-header.tsx'

export function NomenclaturesPage() {
  return <PageHeader title="Nomenclatures" />
}
