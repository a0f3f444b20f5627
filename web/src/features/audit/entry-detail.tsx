import { Code, Stack, Table, Text, Title } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { changesIn } from './entry-changes.ts'
import { auditTexts } from './texts.ts'

/** Old beside new, then whatever else the entry tells. */
export function EntryDetail({ detail }: { detail: Readonly<Record<string, unknown>> }) {
  const texts = useTexts(auditTexts)
  const { changes, others } = changesIn(detail)
  if (changes.length === 0 && others.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {texts.noDetail}
      </Text>
    )
  }
  return (
    <Stack gap="md">
      {changes.length > 0 && (
        <section>
          <Title order={3} mb="xs">
            {texts.changes}
          </Title>
          <Table layout="fixed">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.field}</Table.Th>
                <Table.Th>{texts.before}</Table.Th>
                <Table.Th>{texts.after}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changes.map((change) => (
                <Table.Tr key={change.field}>
                  <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }}>
                    {change.field}
                  </Table.Th>
                  <Table.Td>
                    <Value value={change.before} />
                  </Table.Td>
                  <Table.Td>
                    <Value value={change.after} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
      {others.length > 0 && (
        <section>
          <Title order={3} mb="xs">
            {texts.otherFacts}
          </Title>
          <KeyValueList items={others.map(([label, value]) => ({ label, value: <Value value={value} /> }))} />
        </section>
      )}
    </Stack>
  )
}

function Value({ value }: { value: unknown }) {
  const texts = useTexts(auditTexts)
  if (value === null || value === undefined || value === '') {
    return (
      <Text span size="sm" c="dimmed" fs="italic">
        {texts.nothing}
      </Text>
    )
  }
  if (typeof value === 'object') {
    return (
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {JSON.stringify(value, null, 1)}
      </Code>
    )
  }
  return <span style={{ overflowWrap: 'anywhere' }}>{String(value)}</span>
}
