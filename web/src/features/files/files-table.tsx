import { ActionIcon, Group, Menu, Table, VisuallyHidden } from '@mantine/core'
import { IconDots, IconDownload, IconEye, IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { FileList } from '../../../../src/api/schemas/learning.ts'
import { apiUrl } from '../../lib/api-client.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ToolLinks } from '../../ui/exchange/tool-links.tsx'
import { DateTime, FileSize } from '../../ui/moments.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { contentUrl, type Shelf, type StoredFile } from './calls/files-query.ts'
import { PreviewDrawer } from './preview-drawer.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'
import { filesTexts } from './texts.ts'

interface Props {
  readonly shelf: Shelf
  readonly files: FileList['items']
  readonly actions: FileList['actions']
}

type Asked = { readonly act: 'preview' | 'rename' | 'remove'; readonly file: StoredFile }

/** What lies on a shelf, and what one can do with it. */
export function FilesTable({ shelf, files, actions }: Props) {
  const texts = useTexts(filesTexts)
  const [{ q }] = useUrlState({ q: '' })
  const [asked, setAsked] = useState<Asked | null>(null)
  const wanted = q.trim().toLowerCase()
  const found = files.filter((file) => file.name.toLowerCase().includes(wanted))
  // Command files are looked for by their names, what runs left by its age.
  const shown =
    shelf === 'commands'
      ? found
      : found.toSorted((a, b) => Date.parse(b.modifiedAt) - Date.parse(a.modifiedAt))
  const close = () => setAsked(null)
  const about = (act: Asked['act']) => (asked?.act === act ? asked.file : null)
  return (
    <Section
      title={texts.shelves[shelf]}
      description={texts.shelfMore[shelf]}
      actions={files.length > 0 && <SearchBox label={texts.search} />}
    >
      {files.length === 0 ? (
        <EmptyState title={texts.empty}>{texts.emptyMore[shelf]}</EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState title={texts.noneFound}>{texts.noneFoundMore}</EmptyState>
      ) : (
        <TableFrame minWidth={shelf === 'commands' ? 720 : 560}>
          <Table aria-label={texts.shelves[shelf]}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.name}</Table.Th>
                {shelf === 'commands' && <Table.Th>{texts.takenBy}</Table.Th>}
                <Table.Th ta="right">{texts.size}</Table.Th>
                <Table.Th>{texts.modified}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{texts.acts}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((file) => (
                <Row key={file.name} file={file} actions={actions} onAsk={(act) => setAsked({ act, file })} />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
      <PreviewDrawer file={about('preview')} onClose={close} />
      <RenameDialog file={about('rename')} onClose={close} />
      <RemoveDialog file={about('remove')} onClose={close} />
    </Section>
  )
}

interface RowProps {
  readonly file: StoredFile
  readonly actions: FileList['actions']
  readonly onAsk: (act: Asked['act']) => void
}

function Row({ file, actions, onAsk }: RowProps) {
  const texts = useTexts(filesTexts)
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere' }}>
        {file.name}
      </Table.Th>
      {file.shelf === 'commands' && (
        <Table.Td>
          <ToolLinks tools={file.takenBy} none={texts.takenByNone} />
        </Table.Td>
      )}
      <Table.Td ta="right">
        <FileSize bytes={file.bytes} />
      </Table.Td>
      <Table.Td>
        <DateTime at={file.modifiedAt} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {actions.download && <FileActs file={file} change={actions.change} onAsk={onAsk} />}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

interface ActsProps {
  readonly file: StoredFile
  readonly change: boolean
  readonly onAsk: (act: Asked['act']) => void
}

function FileActs({ file, change, onAsk }: ActsProps) {
  const texts = useTexts(filesTexts)
  const runnable = file.shelf === 'commands' || file.shelf === 'retries'
  return (
    <>
      <ActionIcon variant="subtle" aria-label={texts.previewOf(file.name)} onClick={() => onAsk('preview')}>
        <IconEye size={18} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        component="a"
        href={contentUrl(file)}
        download
        aria-label={texts.downloadOf(file.name)}
      >
        <IconDownload size={18} aria-hidden="true" />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" aria-label={texts.actsOf(file.name)}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {runnable && (
            <Menu.Item
              component={Link}
              to={runPath(file)}
              leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
            >
              {texts.run}
            </Menu.Item>
          )}
          {change && (
            <>
              <Menu.Item
                leftSection={<IconPencil size={16} aria-hidden="true" />}
                onClick={() => onAsk('rename')}
              >
                {texts.rename}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden="true" />}
                onClick={() => onAsk('remove')}
              >
                {texts.remove}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** To the tool that takes it, with the file chosen; to the choice of a tool where no name says which. */
function runPath({ takenBy, shelf, name }: StoredFile): string {
  const [tool] = takenBy
  return apiUrl(tool === undefined ? paths.sync() : paths.syncTool(tool), { shelf, file: name })
}
