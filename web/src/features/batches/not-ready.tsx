import { Alert } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { type ServerText, useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { historyTexts } from './history/texts.ts'

/** Why a batch may not be put in service yet, with the way to what is still to be set. */
export function NotReady({ why }: { readonly why: ServerText }) {
  const texts = useTexts(historyTexts)
  const textOf = useTextOf()
  const may = useMay()
  const words = textOf(why)
  const key = settingIn(words)
  const open = key !== null && may(key.slice(0, key.indexOf('.')), 'administrator')
  return (
    <Alert color="orange" title={texts.notReady}>
      {words.charAt(0).toUpperCase() + words.slice(1)}.
      {open && (
        <>
          {' '}
          <AnchorLink to={paths.setting(key)} inherit>
            {texts.toSettings}
          </AnchorLink>
        </>
      )}
    </Alert>
  )
}

/** The setting that a sentence names: `health.vaccines.source`. */
function settingIn(words: string): string | null {
  return /\b(?:core|health|learning)(?:\.[a-z][a-z-]*)+/.exec(words)?.[0] ?? null
}
