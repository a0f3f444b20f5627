import { paths } from '../../lib/paths.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'

/** What something was done to; a link where it has a page. */
export function SubjectLink({ subject }: { subject: string | null }) {
  if (subject === null) return <span aria-hidden="true">–</span>
  const to = pageOf(subject)
  return to ? (
    <AnchorLink to={to} size="sm">
      {subject}
    </AnchorLink>
  ) : (
    <span>{subject}</span>
  )
}

function pageOf(subject: string): string | undefined {
  const mark = subject.indexOf(':')
  const id = subject.slice(mark + 1)
  if (mark === -1 || !id) return undefined
  switch (subject.slice(0, mark)) {
    case 'batch':
      return paths.batch(id)
    case 'run':
      return paths.run(id)
    case 'account':
      return `${paths.accounts()}?account=${encodeURIComponent(id)}`
    case 'setting':
      return `${paths.settings()}?q=${encodeURIComponent(id)}`
    default:
      return undefined
  }
}
