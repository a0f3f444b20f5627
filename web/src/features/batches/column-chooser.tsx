import { ActionIcon, Button, Checkbox, Popover, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconColumns3 } from '@tabler/icons-react'
import { useTexts } from '../../lib/texts.ts'
import classes from './list/list.module.css'
import { listTexts } from './list/texts.ts'

interface Props<Name extends string> {
  readonly all: readonly Name[]
  readonly chosen: readonly Name[]
  readonly original: readonly Name[]
  readonly captions: Readonly<Record<Name, string>>
  readonly onChange: (columns: readonly Name[]) => void
  /** The gear of the history; the list of batches says « Colonnes ». */
  readonly trigger?: React.ReactElement
}

/** Which columns are shown, and in which order; with buttons, so that a keyboard can do it too. */
export function ColumnChooser<Name extends string>(props: Props<Name>) {
  const { all, chosen, original, captions, onChange } = props
  const texts = useTexts(listTexts)
  const hidden = all.filter((name) => !chosen.includes(name))
  const move = (name: Name, by: number) => {
    const from = chosen.indexOf(name)
    const order = chosen.filter((other) => other !== name)
    order.splice(from + by, 0, name)
    onChange(order)
  }
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus shadow="md" width={320}>
      <Popover.Target>
        {props.trigger ?? (
          <Button variant="default" size="sm" leftSection={<IconColumns3 size={16} aria-hidden="true" />}>
            {texts.columns}
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.columnsTitle}>
        <Stack gap="xs">
          <Text fw={600} size="sm">
            {texts.columnsTitle}
          </Text>
          <ul className={classes.chosen}>
            {chosen.map((name, place) => (
              <li key={name}>
                <Checkbox
                  label={captions[name]}
                  checked
                  disabled={chosen.length === 1}
                  onChange={() => onChange(chosen.filter((other) => other !== name))}
                />
                <span style={{ flex: 'none' }}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={texts.earlier(captions[name])}
                    disabled={place === 0}
                    onClick={() => move(name, -1)}
                  >
                    <IconChevronUp size={16} aria-hidden="true" />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={texts.later(captions[name])}
                    disabled={place === chosen.length - 1}
                    onClick={() => move(name, 1)}
                  >
                    <IconChevronDown size={16} aria-hidden="true" />
                  </ActionIcon>
                </span>
              </li>
            ))}
            {hidden.map((name) => (
              <li key={name}>
                <Checkbox
                  label={captions[name]}
                  checked={false}
                  onChange={() => onChange([...chosen, name])}
                />
              </li>
            ))}
          </ul>
          {chosen.length === 1 && (
            <Text size="xs" c="dimmed">
              {texts.oneStays}
            </Text>
          )}
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(original)}>
            {texts.columnsReset}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
