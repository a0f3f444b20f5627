import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { queryClient } from '../lib/query-client.ts'
import { useTexts } from '../lib/texts.ts'
import { uiTexts } from '../ui/texts.ts'
import { colorSchemeManager } from './color-scheme.ts'
import { LocaleProvider } from './locale-provider.tsx'
import { styleNonce } from './style-nonce.ts'
import { cssVariables, withWords } from './theme.ts'

/** What every page stands in. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <LocaleProvider>
        <Kit>{children}</Kit>
      </LocaleProvider>
    </QueryClientProvider>
  )
}

/** Mantine with our theme, in the language of the screen. */
function Kit({ children }: { children: ReactNode }) {
  const { close } = useTexts(uiTexts)
  const theme = useMemo(() => withWords({ close }), [close])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      {children}
    </MantineProvider>
  )
}
