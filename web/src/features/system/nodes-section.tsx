import { Badge, Table, Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { type NodeHealth, nodeHealth } from './node-health.ts'
import type { SystemNode } from './system-state.ts'
import { systemTexts } from './texts.ts'

const colors: Readonly<Record<NodeHealth, string>> = {
  alive: 'green',
  late: 'orange',
  lost: 'red',
  stopped: 'gray',
}

/** Last and next check of each node, in an honest colour. */
export function NodesSection({ nodes, now }: { nodes: readonly SystemNode[]; now: number }) {
  const texts = useTexts(systemTexts)
  return (
    <Section title={texts.nodes} description={texts.nodesHint}>
      <Table.ScrollContainer minWidth={720} type="native" tabIndex={0}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.node}</Table.Th>
              <Table.Th>{texts.state}</Table.Th>
              <Table.Th>{texts.lastCheck}</Table.Th>
              <Table.Th>{texts.nextCheck}</Table.Th>
              <Table.Th ta="right">{texts.running}</Table.Th>
              <Table.Th>{texts.started}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {nodes.map((node) => (
              <NodeRow key={node.id} node={node} health={nodeHealth(node, now)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}

function NodeRow({ node, health }: { node: SystemNode; health: NodeHealth }) {
  const texts = useTexts(systemTexts)
  const watching = node.scheduler && !node.endedAt
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <Text size="sm" fw={600}>
          {node.name}
        </Text>
        <Text size="xs" c="dimmed">
          {texts.process(node.pid, node.version)}
        </Text>
      </Table.Th>
      <Table.Td>
        <Badge variant="light" color={colors[health]} tt="none">
          {texts[health]}
        </Badge>
        {node.endedAt && (
          <Text size="xs" c="dimmed">
            <RelativeTime at={node.endedAt} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>{node.scheduler ? <RelativeTime at={node.lastCheckAt} /> : texts.runner}</Table.Td>
      <Table.Td>{watching && <RelativeTime at={node.nextCheckAt} />}</Table.Td>
      <Table.Td ta="right">{node.running}</Table.Td>
      <Table.Td>
        <RelativeTime at={node.startedAt} />
      </Table.Td>
    </Table.Tr>
  )
}
