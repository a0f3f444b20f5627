import { Button, Group, Table, Text, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import type { NomenclatureItem } from './calls/items-query.ts'
import type { Nomenclature } from './calls/lists-query.ts'
import { useChangeItem } from './calls/save-item.ts'
import { ItemWindow } from './item-window.tsx'
import { nomenclatureTexts } from './texts.ts'

interface Props {
  readonly list: Nomenclature
  readonly items: readonly NomenclatureItem[]
  /** Both levels are shown together. */
  readonly mixed: boolean
  /** All are below one item. */
  readonly below: boolean
  readonly editable: boolean
}

export function ItemsTable({ list, items, mixed, below, editable }: Props) {
  const texts = useTexts(nomenclatureTexts)
  const [renamed, setRenamed] = useState<NomenclatureItem | null>(null)
  const withParent = list.twoLevels && mixed
  const withBelow = list.twoLevels && !below
  return (
    <>
      <Table.ScrollContainer minWidth={editable ? 560 : 400}>
        <Table verticalSpacing={6} aria-label={list.label}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.code}</Table.Th>
              <Table.Th>{texts.label}</Table.Th>
              {withParent && <Table.Th>{texts.parent}</Table.Th>}
              <Table.Th>{texts.state}</Table.Th>
              {withBelow && <Table.Th>{texts.below}</Table.Th>}
              {editable && (
                <Table.Th>
                  <VisuallyHidden>{texts.acts}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.id}>
                <Table.Th scope="row">{item.code}</Table.Th>
                <Table.Td miw={150} style={{ overflowWrap: 'anywhere' }}>
                  {item.label}
                </Table.Td>
                {withParent && <Table.Td>{item.parentCode}</Table.Td>}
                <Table.Td>
                  <Text span inherit c={item.active ? 'inherit' : 'dimmed'}>
                    {item.active ? texts.active : texts.inactive}
                  </Text>
                </Table.Td>
                {withBelow && (
                  <Table.Td>
                    {item.parentId === null && (
                      <AnchorLink
                        inherit
                        to={`${paths.nomenclatures()}?list=${encodeURIComponent(list.code)}&parent=${item.id}`}
                        aria-label={texts.seeBelow(item.label)}
                      >
                        {texts.below}
                      </AnchorLink>
                    )}
                  </Table.Td>
                )}
                {editable && (
                  <Table.Td>
                    <Acts list={list} item={item} onRename={() => setRenamed(item)} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ItemWindow list={list} opened={renamed} upper={[]} parentId={null} onClose={() => setRenamed(null)} />
    </>
  )
}

interface ActsProps {
  readonly list: Nomenclature
  readonly item: NomenclatureItem
  readonly onRename: () => void
}

function Acts({ list, item, onRename }: ActsProps) {
  const texts = useTexts(nomenclatureTexts)
  const change = useChangeItem(list.code)
  const [asked, setAsked] = useState(false)
  const { id, code, label, active } = item
  return (
    <>
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        <Button variant="default" size="xs" aria-label={texts.renameThis(code)} onClick={onRename}>
          {texts.rename}
        </Button>
        <Button
          variant="default"
          size="xs"
          aria-label={active ? texts.deactivateThis(code) : texts.activateThis(code)}
          loading={change.isPending}
          onClick={() => (active ? setAsked(true) : change.mutate({ id, active: true }))}
        >
          {active ? texts.deactivate : texts.activate}
        </Button>
      </Group>
      {!asked && <ProblemAlert error={change.error} />}
      <ConfirmDialog
        opened={asked}
        title={texts.deactivateTitle(code)}
        confirmLabel={texts.deactivate}
        loading={change.isPending}
        error={change.error}
        onClose={() => setAsked(false)}
        onConfirm={() => change.mutate({ id, active: false }, { onSuccess: () => setAsked(false) })}
      >
        <Text>{texts.deactivateQuestion(code, label)}</Text>
      </ConfirmDialog>
    </>
  )
}
