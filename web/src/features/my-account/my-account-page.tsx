import { PageHeader } from '../../ui/page-header.tsx'

export function MyAccountPage() {
  return <PageHeader title="Mon compte" />
}
