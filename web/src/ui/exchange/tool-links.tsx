import { Text } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { AnchorLink } from '../anchor-link.tsx'
import { useToolNames } from './tool-names.ts'

interface Props {
  readonly tools: readonly string[]
  /** Said where there is none. */
  readonly none: string
}

/** The tools that take a file, each a way to its page. */
export function ToolLinks({ tools, none }: Props) {
  const toolName = useToolNames()
  if (tools.length === 0)
    return (
      <Text span inherit c="dimmed">
        {none}
      </Text>
    )
  return (
    <>
      {tools.map((tool, index) => (
        <span key={tool}>
          {index > 0 && ', '}
          <AnchorLink to={paths.syncTool(tool)} inherit>
            {toolName(tool)}
          </AnchorLink>
        </span>
      ))}
    </>
  )
}
