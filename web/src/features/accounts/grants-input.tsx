import { Checkbox, Group, Radio, Stack, Switch, Text } from '@mantine/core'
import type { Grants, Right } from '../../../../src/api/schemas/accounts.ts'
import type { ApplicationCode } from '../../lib/applications.ts'
import type { Role } from '../../lib/roles.ts'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { accountsTexts } from './texts.ts'

const roles = ['reader', 'operator', 'administrator'] as const satisfies readonly Role[]

/** What an account may do. */
export interface Allowed {
  readonly administrator: boolean
  readonly grants: Grants
  readonly rights: Right[]
}

interface Props extends Allowed {
  readonly onChange: (allowed: Allowed) => void
  /** Nobody takes away their own administrator right: the installation might be left without one. */
  readonly own: boolean
}

/** What somebody may do: everything, or a role in each application; and beside either the medical right. */
export function GrantsInput({ administrator, grants, rights, onChange, own }: Props) {
  const texts = useTexts(accountsTexts)
  const textOf = useTextOf()
  const { applications } = useSession()
  const grant = (code: ApplicationCode, value: string) => {
    const { [code]: _before, ...others } = grants
    const role = roles.find((each) => each === value)
    onChange({ administrator, grants: role ? { ...others, [code]: role } : others, rights })
  }
  return (
    <Stack gap="md">
      <Switch
        label={texts.administrator}
        description={own && administrator ? texts.ownAdministrator : texts.administratorHint}
        checked={administrator}
        disabled={own && administrator}
        onChange={(event) => onChange({ administrator: event.currentTarget.checked, grants, rights })}
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
      <Checkbox
        label={texts.medical}
        description={texts.medicalHint}
        checked={rights.includes('medical')}
        onChange={(event) =>
          onChange({ administrator, grants, rights: event.currentTarget.checked ? ['medical'] : [] })
        }
      />
    </Stack>
  )
}
