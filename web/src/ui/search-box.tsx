import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../lib/texts.ts'
import { useUrlState } from '../lib/url-state.ts'
import { uiTexts } from './texts.ts'

interface Props {
  /** What is searched: « Code ou libellé ». */
  readonly label: string
  /** The parameter of the address; read it with `useUrlState({ q: '' })`. */
  readonly param?: string
  readonly width?: number | string
}

const pauseMs = 250

/** Search of a page, remembered in the address; `/` puts the cursor here (see src/app/keys.ts). */
export function SearchBox({ label, param = 'q', width = 280 }: Props) {
  const texts = useTexts(uiTexts)
  const [state, setState] = useUrlState({ [param]: '' })
  const kept = state[param] ?? ''
  const [typed, setTyped] = useState(kept)

  // The address may change without us: « back », a link, « tout effacer ».
  useEffect(() => setTyped(kept), [kept])
  useEffect(() => {
    if (typed === kept) return
    const timer = window.setTimeout(() => setState({ [param]: typed }), pauseMs)
    return () => window.clearTimeout(timer)
  }, [typed, kept, param, setState])

  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={texts.clear} onClick={() => setState({ [param]: '' })} />
      }
      data-page-search
      w={{ base: '100%', xs: width }}
    />
  )
}
