import { PageHeader } from '../../ui/page-header.tsx'

/** One tool: its settings, its file, its runs. */
export function ToolPage() {
  return <PageHeader title="Outil" />
}
