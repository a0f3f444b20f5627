import { SimpleGrid } from '@mantine/core'
import type { ReactNode } from 'react'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { RelativeTime } from '../../../ui/moments.tsx'
import type { ToolSummary } from '../calls/tools-query.ts'
import { needsReview } from '../needs-review.ts'
import { syncTexts } from '../texts.ts'
import classes from './glance.module.css'

/** Which tools have a file ready, whose last file somebody must look at, what runs next. */
export function Glance({ tools }: { readonly tools: readonly ToolSummary[] }) {
  const texts = useTexts(syncTexts)
  const ready = tools.filter(({ candidates }) => candidates.some(({ standing }) => standing === 'next'))
  const bad = tools.filter(({ last }) => last !== null && needsReview(last))
  return (
    <SimpleGrid component="dl" cols={{ base: 1, sm: 3 }} m={0}>
      <Fact title={texts.glance.ready} tone={ready.length > 0 ? 'ready' : 'none'}>
        {ready.length === 0 ? (
          texts.glance.noneReady
        ) : (
          <Tools tools={ready} to={({ tool }) => paths.syncTool(tool)} />
        )}
      </Fact>
      <Fact title={texts.glance.bad} tone={bad.length > 0 ? 'bad' : 'none'}>
        {bad.length === 0 ? (
          texts.glance.noneBad
        ) : (
          <Tools
            tools={bad}
            to={({ tool, last }) => (last ? paths.syncReport(last.id) : paths.syncTool(tool))}
          />
        )}
      </Fact>
      <Fact title={texts.glance.next} tone="none">
        <Next tools={tools} />
      </Fact>
    </SimpleGrid>
  )
}

interface FactProps {
  readonly title: string
  readonly tone: 'ready' | 'bad' | 'none'
  readonly children: ReactNode
}

function Fact({ title, tone, children }: FactProps) {
  return (
    <div className={classes.fact} data-tone={tone}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface ToolsProps {
  readonly tools: readonly ToolSummary[]
  readonly to: (tool: ToolSummary) => string
}

function Tools({ tools, to }: ToolsProps) {
  const textOf = useTextOf()
  return tools.map((tool, index) => (
    <span key={tool.tool}>
      {index > 0 && ', '}
      <AnchorLink to={to(tool)} inherit>
        {textOf(tool.label)}
      </AnchorLink>
    </span>
  ))
}

/** The batch that is due first. */
function Next({ tools }: { readonly tools: readonly ToolSummary[] }) {
  const texts = useTexts(syncTexts)
  const due = tools
    .flatMap(({ batch }) =>
      batch?.enabled && batch.nextDueAt ? [{ code: batch.code, at: batch.nextDueAt }] : [],
    )
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const [first] = due
  if (!first) return texts.glance.noneNext
  return (
    <>
      <AnchorLink to={paths.batch(first.code)} inherit>
        {first.code}
      </AnchorLink>
      , <RelativeTime at={first.at} />
    </>
  )
}
