import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Link, useNavigate } from 'react-router'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import classes from './run.module.css'
import { runTexts } from './texts.ts'

type Neighbours = RunPageData['neighbours']

const keys = { previous: 'p', next: 'n', previousFailed: 'e' } as const
const icons = {
  previous: IconChevronLeft,
  next: IconChevronRight,
  previousFailed: IconAlertTriangle,
} as const
type Way = keyof typeof keys

/** The runs before and after it, and the last failure before it: by button, and by the keys p, n and e. */
export function Neighbours({ neighbours }: { readonly neighbours: Neighbours }) {
  const texts = useTexts(runTexts)
  useNeighbourKeys(neighbours)
  return (
    <nav className={classes.neighbours} aria-label={texts.neighbours}>
      {(Object.keys(keys) as Way[]).map((way) => (
        <Neighbour key={way} way={way} id={neighbours[way]} />
      ))}
    </nav>
  )
}

function Neighbour({ way, id }: { readonly way: Way; readonly id: number | null }) {
  const texts = useTexts(runTexts)
  const Icon = icons[way]
  const icon = <Icon size={16} aria-hidden="true" />
  const common = {
    variant: 'default',
    size: 'xs',
    title: texts.keyOf(texts[way], keys[way]),
    ...(way === 'next' ? { rightSection: icon } : { leftSection: icon }),
  }
  if (id === null) {
    return (
      <Button {...common} disabled>
        {texts[way]}
      </Button>
    )
  }
  return (
    <Button {...common} component={Link} to={paths.run(id)} aria-keyshortcuts={keys[way]}>
      {texts[way]}
    </Button>
  )
}

function useNeighbourKeys(neighbours: Neighbours): void {
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target as HTMLElement | null
      if (target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]')) return
      const way = (Object.keys(keys) as Way[]).find((one) => keys[one] === event.key)
      const id = way && neighbours[way]
      if (id) void navigate(paths.run(id))
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [neighbours, navigate])
}
