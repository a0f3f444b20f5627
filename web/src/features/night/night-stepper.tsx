import { ActionIcon, Button, Group, TextInput, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import type { Night } from './night-query.ts'
import { nightTexts } from './texts.ts'

interface Props {
  readonly night: Pick<Night, 'date' | 'previous' | 'next'>
  /** What the address asks for; nothing: the latest night. */
  readonly asked: string | undefined
}

/** From night to night: buttons, a date, the arrow keys. */
export function NightStepper({ night, asked }: Props) {
  const texts = useTexts(nightTexts)
  const navigate = useNavigate()
  useArrowKeys(night)
  return (
    <Group gap="xs" role="group" aria-label={texts.step}>
      <Step to={night.previous} label={texts.previous} keys="ArrowLeft">
        <IconChevronLeft size={18} aria-hidden="true" />
      </Step>
      <DateField
        key={night.date}
        label={texts.date}
        date={night.date}
        onChoose={(date) => void navigate(paths.night(date))}
      />
      <Step to={night.next} label={texts.next} keys="ArrowRight">
        <IconChevronRight size={18} aria-hidden="true" />
      </Step>
      {asked !== undefined && (
        <Button component={Link} to={paths.night()} variant="default">
          {texts.latest}
        </Button>
      )}
    </Group>
  )
}

interface StepProps {
  readonly to: string | null
  readonly label: string
  readonly keys: string
  readonly children: React.ReactNode
}

function Step({ to, label, keys, children }: StepProps) {
  const common = { variant: 'default', size: 'input-sm', 'aria-label': label } as const
  if (to === null) {
    return (
      <ActionIcon {...common} disabled>
        {children}
      </ActionIcon>
    )
  }
  return (
    <Tooltip label={`${label} (${keys === 'ArrowLeft' ? '←' : '→'})`}>
      <ActionIcon {...common} component={Link} to={paths.night(to)} aria-keyshortcuts={keys}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

interface DateFieldProps {
  readonly label: string
  readonly date: string
  readonly onChoose: (date: string) => void
}

/** Goes there once the date is whole: on Enter or when the field is left, not at each digit of a year. */
function DateField({ label, date, onChoose }: DateFieldProps) {
  const [typed, setTyped] = useState(date)
  const go = () => {
    if (typed !== '' && typed !== date) onChoose(typed)
  }
  return (
    <TextInput
      type="date"
      aria-label={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={go}
      onKeyDown={(event) => {
        if (event.key === 'Enter') go()
      }}
    />
  )
}

const takesArrows =
  'input, textarea, select, summary, [role="dialog"], [role="menu"], [role="radiogroup"], [contenteditable="true"]'

function useArrowKeys({ previous, next }: Pick<Night, 'previous' | 'next'>): void {
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      if ((event.target as HTMLElement | null)?.closest(takesArrows)) return
      const to = event.key === 'ArrowLeft' ? previous : event.key === 'ArrowRight' ? next : null
      if (to !== null) void navigate(paths.night(to))
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [previous, next, navigate])
}
