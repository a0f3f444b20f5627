import { Text } from '@mantine/core'
import { useSession } from '../../lib/session.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { myAccountTexts } from './texts.ts'

/** What one may do, to be read only: an administrator changes it. */
export function OwnRoles() {
  const texts = useTexts(myAccountTexts)
  const textOf = useTextOf()
  const { administrator, applications, roles, rights } = useSession()
  const held = applications.flatMap(({ code, label }) => {
    const role = roles[code]
    return role ? [{ code, words: texts.roleIn(textOf(label), texts.roles[role]) }] : []
  })
  return (
    <div>
      <Text size="sm" fw={600}>
        {texts.rolesTitle}
      </Text>
      {administrator && <Text size="sm">{texts.installationAdministrator}</Text>}
      {!administrator &&
        held.map(({ code, words }) => (
          <Text size="sm" key={code}>
            {words}
          </Text>
        ))}
      {!administrator && held.length === 0 && <Text size="sm">{texts.noRole}</Text>}
      {rights.includes('medical') && <Text size="sm">{texts.medical}</Text>}
    </div>
  )
}
