import { Alert, Code, Drawer, Stack, Table, Text } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { DownloadLink } from '../../ui/download-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { contentUrl, type StoredFile } from './calls/files-query.ts'
import { type FilePreview, usePreview } from './calls/preview-query.ts'
import { filesTexts } from './texts.ts'

interface Props {
  readonly file: StoredFile | null
  readonly onClose: () => void
}

/** The beginning of a file: of a command file as the tools would read it, of others as it is. */
export function PreviewDrawer({ file, onClose }: Props) {
  const { close } = useTexts(uiTexts)
  return (
    <Drawer
      opened={file !== null}
      onClose={onClose}
      title={file?.name}
      position="right"
      size="xl"
      closeButtonProps={{ 'aria-label': close }}
      styles={{ title: { overflowWrap: 'anywhere' } }}
    >
      {file && <Preview file={file} />}
    </Drawer>
  )
}

function Preview({ file }: { readonly file: StoredFile }) {
  const { data, error, refetch } = usePreview(file)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={12} />
  return (
    <Stack gap="md">
      <DownloadLink href={contentUrl(file)} bytes={file.bytes}>
        {file.name}
      </DownloadLink>
      <Reading preview={data} />
    </Stack>
  )
}

function Reading({ preview }: { readonly preview: FilePreview }) {
  const texts = useTexts(filesTexts)
  const textOf = useTextOf()
  const { refusals, header, rows, text, cut } = preview
  return (
    <>
      {header !== null || rows.length > 0 ? (
        <KeyValueList
          items={[
            { label: texts.encoding, value: preview.encoding },
            { label: texts.separator, value: <Code>{preview.separator}</Code> },
            { label: texts.lineEnding, value: preview.lineEnding ?? texts.none },
          ]}
        />
      ) : null}
      {refusals.map((refusal) => (
        <Alert key={refusal.fr} color="orange" title={texts.wouldBeRefused}>
          {textOf(refusal)}
        </Alert>
      ))}
      {rows.length > 0 && <Rows header={header} rows={rows} />}
      {text !== null && (
        <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {text}
        </Code>
      )}
      {cut && (
        <Text size="sm" c="dimmed">
          {texts.cut}
        </Text>
      )}
    </>
  )
}

function Rows({ header, rows }: Pick<FilePreview, 'header' | 'rows'>) {
  const texts = useTexts(filesTexts)
  const dates = useDates()
  const columns = header ?? rows[0]!.cells.map((_, index) => texts.cell(index + 1))
  return (
    <TableFrame minWidth={Math.max(320, columns.length * 120)}>
      <Table verticalSpacing={4} aria-label={texts.firstRows}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.line}</Table.Th>
            {columns.map((column, index) => (
              <Table.Th key={index}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.line}>
              <Table.Td c="dimmed">{dates.number(row.line)}</Table.Td>
              {row.cells.map((cell, index) => (
                <Table.Td key={index}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}
