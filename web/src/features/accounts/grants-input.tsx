import { Group, Radio, Stack, Switch, Text } from '@mantine/core'
import type { Grants } from '../../../../src/api/schemas/accounts.ts'
import type { ApplicationCode } from '../../lib/applications.ts'
import type { Role } from '../../lib/roles.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { accountsTexts } from './texts.ts'

const roles = ['reader', 'operator', 'administrator'] as const satisfies readonly Role[]

interface Props {
  readonly administrator: boolean
  readonly grants: Grants
  readonly onChange: (rights: { administrator: boolean; grants: Grants }) => void
  /** Nobody takes away their own administrator right: the installation might be left without one. */
  readonly own: boolean
}

/** What somebody may do: everything, or a role in each application. */
export function GrantsInput({ administrator, grants, onChange, own }: Props) {
  const texts = useTexts(accountsTexts)
  const textOf = useTextOf()
  const { applications } = useSession()
  const grant = (code: ApplicationCode, value: string) => {
    const { [code]: _before, ...others } = grants
    const role = roles.find((each) => each === value)
    onChange({ administrator, grants: role ? { ...others, [code]: role } : others })
  }
  return (
    <Stack gap="md">
      <Switch
        label={texts.administrator}
        description={own && administrator ? texts.ownAdministrator : texts.administratorHint}
        checked={administrator}
        disabled={own && administrator}
        onChange={(event) => onChange({ administrator: event.currentTarget.checked, grants })}
      />
      {!administrator &&
        applications.map(({ code, label }) => (
          <Radio.Group
            key={code}
            label={textOf(label)}
            value={grants[code] ?? 'none'}
            onChange={(value) => grant(code, value)}
          >
            <Group gap="md" mt={6}>
              <Radio value="none" label={texts.none} />
              {roles.map((role) => (
                <Radio key={role} value={role} label={texts.roles[role]} />
              ))}
            </Group>
          </Radio.Group>
        ))}
      {!administrator && (
        <Text size="xs" c="dimmed">
          {texts.rightsHint}
        </Text>
      )}
    </Stack>
  )
}
