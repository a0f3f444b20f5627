import { Button, Divider, Stack } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import type { SignInOptions } from '../../../../src/api/schemas/session.ts'
import { apiUrl } from '../../lib/api-client.ts'
import { useTexts } from '../../lib/texts.ts'
import { useReturnAddress } from './return-address.ts'
import { signInTexts } from './texts.ts'

/** Identity providers of the establishment: whole-page links, because they answer with redirections. */
export function Elsewhere({ options }: { options: SignInOptions }) {
  const texts = useTexts(signInTexts)
  const to = useReturnAddress()
  const providers = (['oidc', 'cas'] as const).flatMap((kind) => {
    const offered = options[kind]
    return offered ? [{ kind, label: offered.label }] : []
  })
  if (providers.length === 0) return null
  return (
    <Stack gap="sm">
      {providers.map(({ kind, label }) => (
        <Button
          key={kind}
          component="a"
          href={apiUrl(`/api/sign-in/${kind}`, { to })}
          variant={options.local ? 'default' : 'filled'}
          leftSection={<IconBuilding size={18} aria-hidden="true" />}
          fullWidth
        >
          {label}
        </Button>
      ))}
      {options.local && <Divider label={texts.or} labelPosition="center" />}
    </Stack>
  )
}
