import { Alert, Button, Group, Select, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconLock, IconPlayerPlay, IconPlus, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { BatchSentence } from '../../ui/batch-sentence.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { RelativeTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { type Manager, useManagers } from './calls/managers-query.ts'
import { LastUpdate } from './last-update.tsx'
import { ManagerWindow } from './manager-window.tsx'
import { managersTexts } from './texts.ts'

const batch = 'BATCH_MAJ_GESTIONNAIRE'
const filters = { q: '', service: '', profile: '' }

/** Persons of the back office, and what the directory last said of each. */
export function ManagersPage() {
  const texts = useTexts(managersTexts)
  const may = useMay()
  const editable = may('admissions', 'administrator')
  const [opened, setOpened] = useState<Manager | 'new' | null>(null)
  return (
    <>
      <PageHeader
        title={texts.title}
        description={<BatchSentence words={texts.description} batch={batch} />}
        actions={
          <>
            <Button
              component={Link}
              to={paths.batch(batch)}
              variant="default"
              leftSection={<IconPlayerPlay size={18} aria-hidden="true" />}
            >
              {texts.launch}
            </Button>
            {editable && (
              <Button
                leftSection={<IconPlus size={18} aria-hidden="true" />}
                onClick={() => setOpened('new')}
              >
                {texts.add}
              </Button>
            )}
          </>
        }
      />
      {may('admissions', 'operator') ? (
        <Stack gap="md">
          <Unconfigured />
          <LastUpdate />
          <Filters />
          <List editable={editable} onOpen={setOpened} />
          <ManagerWindow opened={opened} onClose={() => setOpened(null)} />
        </Stack>
      ) : (
        <EmptyState title={texts.operatorsOnly} icon={<IconLock size={32} />}>
          {texts.operatorsOnlyMore}
        </EmptyState>
      )}
    </>
  )
}

function Filters() {
  const texts = useTexts(managersTexts)
  const [{ service, profile }, setFilters] = useUrlState(filters)
  return (
    <Group gap="md">
      <SearchBox label={texts.search} />
      <Select
        aria-label={texts.service}
        placeholder={texts.anyService}
        data={[
          { value: 'in', label: texts.inService },
          { value: 'out', label: texts.outOfService },
        ]}
        value={service || null}
        onChange={(value) => setFilters({ service: value ?? '' })}
        clearable
        w={{ base: '100%', xs: 190 }}
      />
      <Select
        aria-label={texts.profiles}
        placeholder={texts.anyProfile}
        data={Object.entries(texts.kinds).map(([value, label]) => ({ value, label: label as string }))}
        value={profile || null}
        onChange={(value) => setFilters({ profile: value ?? '' })}
        clearable
        w={{ base: '100%', xs: 230 }}
      />
    </Group>
  )
}

/** Said above everything: without a directory no run changes anybody. */
function Unconfigured() {
  const texts = useTexts(managersTexts)
  const [filter] = useUrlState(filters)
  const { data } = useManagers(filter)
  if (data === undefined || data.pages[0]!.configured) return null
  return <Alert color="orange">{texts.unconfigured}</Alert>
}

interface ListProps {
  readonly editable: boolean
  readonly onOpen: (person: Manager) => void
}

function List({ editable, onOpen }: ListProps) {
  const texts = useTexts(managersTexts)
  const [filter] = useUrlState(filters)
  const found = useManagers(filter)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <LoadingRows rows={8} />
  const filtered = filter.q !== '' || filter.service !== '' || filter.profile !== ''
  return (
    <>
      {items.length === 0 ? (
        <EmptyState title={filtered ? texts.nothingFound : texts.none} icon={<IconUsers size={32} />}>
          {filtered ? texts.nothingFoundMore : texts.noneMore}
        </EmptyState>
      ) : (
        <>
          <ManagersTable persons={items} busy={found.isPlaceholderData} editable={editable} onOpen={onOpen} />
          <MoreButton of={found}>{texts.more}</MoreButton>
        </>
      )}
    </>
  )
}

function ManagersTable({
  persons,
  busy,
  editable,
  onOpen,
}: ListProps & { readonly persons: readonly Manager[]; readonly busy: boolean }) {
  const texts = useTexts(managersTexts)
  return (
    <TableFrame minWidth={760} busy={busy}>
      <Table aria-label={texts.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.person}</Table.Th>
            <Table.Th>{texts.profiles}</Table.Th>
            <Table.Th>{texts.service}</Table.Th>
            <Table.Th>{texts.directory}</Table.Th>
            {editable && (
              <Table.Th>
                <VisuallyHidden>{texts.actions}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {persons.map((person) => (
            <Row key={person.login} person={person} editable={editable} onOpen={onOpen} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function Row({ person, editable, onOpen }: ListProps & { readonly person: Manager }) {
  const texts = useTexts(managersTexts)
  const { login, label, mail, inService, profiles, lastLook, lastLookAt } = person
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
        {label ?? login}
        <Text size="xs" c="dimmed">
          {[label === null ? null : login, mail].filter(Boolean).join(' · ')}
        </Text>
      </Table.Th>
      <Table.Td>
        {profiles.length === 0 ? (
          <Text span size="sm" c="dimmed">
            {texts.noProfile}
          </Text>
        ) : (
          profiles
            .map(({ kind, centre, commission }) =>
              [texts.kinds[kind], centre ?? commission].filter(Boolean).join(' '),
            )
            .join(', ')
        )}
      </Table.Td>
      <Table.Td>
        <WordBadge tone={inService ? 'applied' : 'cancelled'}>
          {inService ? texts.inService : texts.outOfService}
        </WordBadge>
      </Table.Td>
      <Table.Td>
        {lastLook === null ? (
          <Text span size="sm" c="dimmed">
            {texts.notLooked}
          </Text>
        ) : (
          <>
            {texts.looks[lastLook]}
            <Text size="xs" c="dimmed">
              <RelativeTime at={lastLookAt} />
            </Text>
          </>
        )}
      </Table.Td>
      {editable && (
        <Table.Td ta="right">
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={texts.editOf(login)}
            onClick={() => onOpen(person)}
          >
            {texts.edit}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  )
}
