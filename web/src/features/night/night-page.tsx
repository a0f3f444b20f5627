import { PageHeader } from '../../ui/page-header.tsx'

export function NightPage() {
  return <PageHeader title="La nuit" />
}
