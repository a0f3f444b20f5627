import { PageHeader } from '../../ui/page-header.tsx'

export function FirstStepsPage() {
  return <PageHeader title="Premiers pas" />
}
